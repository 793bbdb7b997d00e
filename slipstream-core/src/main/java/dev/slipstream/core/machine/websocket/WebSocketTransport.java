package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.CompressionTotals;
import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.HandshakeFailures;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A transport for any websocket library. It runs the {@link WebSocketMachine} of one websocket, carries out the
 * machine's effects, and calls the listener.
 *
 * <p>Calls of the client, events of the library and deadlines are tasks of one {@link SerialQueue}, so the fields that
 * these tasks use need no lock. The library may report events from any thread, but parts of messages from only one
 * thread at a time.
 */
public final class WebSocketTransport implements Transport {

    private static final int WRITES_IN_A_ROW = 64;
    private static final int MAX_UNHANDLED = 1_024;
    private static final long MAX_UNHANDLED_BYTES = 1 << 20;

    private static final Consumer<WebSocketTransport> WRITE = WebSocketTransport::writeNext;
    private static final Consumer<WebSocketTransport> WRITTEN = WebSocketTransport::writeOn;
    private static final Consumer<WebSocketTransport> WRITE_MORE = WebSocketTransport::writeMore;
    private static final Consumer<WebSocketTransport> READING_STOPPED = WebSocketTransport::readOnIfAllowed;
    private static final Consumer<WebSocketTransport> READ_COMPLETE = WebSocketTransport::completeReading;
    private static final WebSocketInput READING_PAUSED = new WebSocketInput.ReadingPaused();
    private static final WebSocketInput READING_RESUMED = new WebSocketInput.ReadingResumed();
    private static final WebSocketInput TIME_PASSED = new WebSocketInput.TimePassed();

    private final String host;
    private final WebSocketMachine machine;
    private final TransportListener listener;
    private final WebSocketBinding binding;
    private final SerialQueue serial = new SerialQueue(this::thrown);
    private final Consumer<WebSocketInput> inputs = this::step;
    private final Consumer<Frame> reading = this::read;
    private final Consumer<Frame> messages = this::readMessage;

    // --- fields of the library's thread -----------------------------------------------------------------------------
    /** The total size in bytes of all messages that have ever waited in the serial queue. */
    private volatile long queuedBytes;

    // --- fields of the client's thread ------------------------------------------------------------------------------
    private boolean hasUnwritten;
    private boolean isClosed;

    // --- fields of the serial queue ---------------------------------------------------------------------------------
    private long timerAt = WebSocketMachine.NEVER;
    private @Nullable Runnable cancelTimer;
    /** Whether the listener received messages after its last {@link TransportListener#readComplete}. */
    private boolean isReading;

    private volatile boolean isReadOff;
    /** The total size in bytes of all messages that have waited in the serial queue and no longer wait. */
    private volatile long handledBytes;

    /**
     * Makes the transport of one websocket. The connect timeout counts from this call, but only {@link #open} sets its
     * timer.
     */
    public WebSocketTransport(Handshake handshake, TransportListener listener, WebSocketBinding binding) {
        this.host = handshake.uri().host();
        this.listener = listener;
        this.binding = binding;
        this.machine = new WebSocketMachine(now(), handshake, this::carryOut);
    }

    @Override
    public boolean send(Frame frame) {
        if (isClosed) {
            return true;
        }
        return switch (machine.offer(frame)) {
            case WRITE -> {
                hasUnwritten = true;
                yield true;
            }
            case QUEUED, DROPPED -> true;
            case REFUSED -> false;
        };
    }

    @Override
    public boolean hasRoom() {
        return isClosed || machine.hasRoom();
    }

    @Override
    public int queuedFrames() {
        return machine.queuedFrames();
    }

    @Override
    public Optional<CompressionTotals> compressionTotals() {
        return Optional.ofNullable(binding.compressionCounter()).map(CompressionCounter::totals);
    }

    @Override
    public void flush() {
        if (hasUnwritten) {
            hasUnwritten = false;
            serial.run(WRITE, this);
        }
    }

    @Override
    public void close(int code, String text) {
        isClosed = true;
        accept(new WebSocketInput.CloseRequested(code, text));
    }

    @Override
    public void resumeReading() {
        accept(READING_RESUMED);
    }

    // --- calls of the library ---------------------------------------------------------------------------------------

    /** Begins the connection attempt: sets the timer for the connect timeout, then calls {@code open}. */
    public void open(Runnable open) {
        serial.run(() -> {
            setTimer();
            open.run();
        });
    }

    /** Reports an event of the library. */
    public void accept(WebSocketInput input) {
        serial.run(inputs, input);
    }

    /** Notes that the library has written all messages that were passed to {@link WebSocketBinding#write}. */
    public void written() {
        serial.run(WRITTEN, this);
    }

    /**
     * Receives a whole message. Its text is valid UTF-8, and its size is at most {@link Handshake#maxMessageBytes}.
     * After the last message that is available, the library calls {@link #readComplete}.
     */
    public void message(Frame whole) {
        runOrQueue(messages, whole);
    }

    /** Notes that no further {@link #message} is available at the moment. */
    public void readComplete() {
        serial.run(READ_COMPLETE, this);
    }

    /**
     * Whether the library may continue to read. Returns false while reading is paused, or while too many messages wait
     * in the serial queue. If this method returns false, the library stops reading and calls {@link #readingStopped}.
     */
    public boolean mayRead() {
        return !isReadOff && serial.unfinished() < MAX_UNHANDLED && queuedBytes - handledBytes < MAX_UNHANDLED_BYTES;
    }

    /**
     * Notes that the library has stopped reading. The transport calls {@link WebSocketBinding#readOn} when the library
     * may read again.
     */
    public void readingStopped() {
        serial.run(READING_STOPPED, this); // after the messages that wait in the queue
    }

    /** Receives a part of a text message. The library has already refused invalid UTF-8. */
    public void textPart(CharSequence part, boolean last) {
        received(machine.textPart(part, last));
    }

    /** Receives a part of a binary message. */
    public void binaryPart(ByteBuffer part, boolean last) {
        received(machine.binaryPart(part, last));
    }

    /**
     * Runs a task of the library after all earlier events. The task may store a resource, such as a TCP socket, that
     * {@link WebSocketBinding#cut} releases. If the websocket was already cut, this method calls {@code cut} again.
     */
    public void keep(Runnable task) {
        serial.run(() -> {
            task.run();
            if (machine.isCut()) {
                binding.cut();
            }
        });
    }

    /**
     * Like {@link #keep}, but for a task that stores no resource. The argument is passed apart from the task, so the
     * caller can use one task object for many arguments.
     */
    public <T> void run(Consumer<? super T> task, T with) {
        serial.run(task, with);
    }

    // --- tasks of the queue -----------------------------------------------------------------------------------------

    private void received(@Nullable Frame whole) {
        if (whole != null) {
            runOrQueue(reading, whole);
            return;
        }
        Failure failure = machine.partFailure();
        if (failure != null) {
            accept(new WebSocketInput.Failed(failure));
        }
    }

    private void runOrQueue(Consumer<Frame> task, Frame whole) {
        if (!serial.runsNow(task, whole)) {
            long queued = queuedBytes + whole.weight(); // only this thread writes it
            queuedBytes = queued;
            serial.run(() -> {
                long handled = handledBytes + whole.weight(); // only tasks of the queue write it
                handledBytes = handled;
                task.accept(whole);
            });
        }
    }

    private void readOnIfAllowed() {
        if (!isReadOff) {
            binding.readOn();
        }
    }

    private void read(Frame frame) {
        readMessage(frame);
        completeReading();
    }

    private void readMessage(Frame frame) {
        if (machine.received(frame)) {
            deliver(frame);
        }
        setTimer(); // the message may have ended the websocket
    }

    /** Calls the listener. Catches its exceptions, so that the remaining effects of the machine are carried out. */
    private void deliver(Frame frame) {
        try {
            boolean continues = listener.received(frame);
            isReading = true;
            if (!continues) {
                step(READING_PAUSED);
            }
        } catch (Throwable e) { // a listener must not throw; the exception ends the websocket
            thrown(e);
        }
    }

    /** Notes the end of a series of messages. Catches exceptions of the listener, like {@link #deliver}. */
    private void completeReading() {
        if (isReading) {
            isReading = false;
            try {
                listener.readComplete();
            } catch (Throwable e) { // as in deliver
                thrown(e);
            }
        }
    }

    private void step(WebSocketInput input) {
        try {
            machine.accept(now(), input);
        } finally {
            setTimer(); // even if the listener throws, because the machine has already changed its state
        }
    }

    private void carryOut(WebSocketEffect effect) {
        switch (effect) {
            case WebSocketEffect.NotifyOpened(var headers) -> listener.opened(headers);
            case WebSocketEffect.NotifyPinged() -> listener.pinged();
            case WebSocketEffect.NotifyPonged() -> listener.ponged();
            case WebSocketEffect.NotifyWritable() -> listener.writable();
            case WebSocketEffect.NotifyEnded(var reason) -> {
                completeReading();
                listener.ended(reason);
            }
            case WebSocketEffect.DeliverHeld() -> deliverHeld();
            case WebSocketEffect.WriteFrames() -> writeNext();
            case WebSocketEffect.WriteClose(var code, var text) -> binding.writeClose(code, text);
            case WebSocketEffect.ReadOff() -> isReadOff = true;
            case WebSocketEffect.ReadOn() -> {
                isReadOff = false;
                binding.readOn();
            }
            case WebSocketEffect.Cut() -> cut();
        }
    }

    /** Cuts the websocket. Catches exceptions of the library, so that the listener still gets its last call. */
    private void cut() {
        try {
            binding.cut();
        } catch (Throwable e) { // for example if there is no memory for a thread
            logAfterEnd(e);
        }
    }

    private void deliverHeld() {
        for (Frame next = machine.held(); next != null; next = machine.held()) {
            deliver(next);
        }
        completeReading();
    }

    private void writeNext() {
        write(machine.next());
    }

    private void writeOn() {
        write(machine.written());
    }

    private void writeMore() {
        write(moreToWrite());
    }

    private @Nullable Frame moreToWrite() {
        return binding.takesMore() ? machine.more() : null;
    }

    private void write(@Nullable Frame first) {
        Frame next = first;
        int left = WRITES_IN_A_ROW;
        while (next != null && machine.phase() != WebSocketMachine.Phase.ENDED) {
            boolean isWritten = binding.write(next);
            if (--left == 0) {
                // Run the waiting tasks of the queue first, such as received messages. Take no message before that: if
                // a waiting task then took and wrote a later message, the order would be wrong.
                serial.run(isWritten ? WRITTEN : WRITE_MORE, this);
                return;
            }
            next = isWritten ? machine.written() : moreToWrite();
        }
        binding.flush();
        setTimer(); // a message that cannot be written ends the websocket
    }

    private void thrown(Throwable error) {
        if (machine.phase() == WebSocketMachine.Phase.ENDED) {
            logAfterEnd(error);
            return;
        }
        try {
            step(new WebSocketInput.Failed(
                    HandshakeFailures.unexpected(binding.library().name(), error)));
        } catch (Throwable again) { // the queue must continue
            logAfterEnd(again);
        }
    }

    private void logAfterEnd(Throwable thrown) {
        binding.library()
                .log()
                .log(
                        System.Logger.Level.ERROR,
                        "a websocket of {0} threw {1} after its end",
                        host,
                        thrown.getClass().getName());
    }

    /** Handles a timer that fired. Sets the timer again if the deadline is still in the future. */
    private void timePassed(long at) {
        if (at == timerAt) {
            timerAt = WebSocketMachine.NEVER;
            cancelTimer = null;
        }
        step(TIME_PASSED);
    }

    private void setTimer() {
        long next = machine.nextDeadlineNanos();
        if (next == timerAt) {
            return;
        }
        if (cancelTimer != null) {
            cancelTimer.run();
            cancelTimer = null;
        }
        timerAt = next;
        if (next != WebSocketMachine.NEVER) {
            cancelTimer = binding.library().delays().after(next - now(), () -> serial.run(() -> timePassed(next)));
        }
    }

    private long now() {
        return binding.library().clock().getAsLong();
    }
}
