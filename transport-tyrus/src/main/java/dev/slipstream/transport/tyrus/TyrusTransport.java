// Longer than 300 lines: what only tasks of the queue may touch stands together, so that it is seen that nobody else
// does.
package dev.slipstream.transport.tyrus;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.transport.tyrus.container.ConnectPlan;
import dev.slipstream.transport.tyrus.container.HandshakeEvents;
import dev.slipstream.transport.tyrus.container.HttpResponse;
import dev.slipstream.transport.tyrus.container.RawSocket;
import dev.slipstream.transport.tyrus.container.TyrusSerialQueue;
import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.jspecify.annotations.Nullable;

/**
 * One websocket of Tyrus.
 *
 * <p>Everything that happens (calls of the owner, callbacks of Tyrus, deadlines) is a task of one {@link TyrusSerialQueue};
 * the fields below the line belong to those tasks, and so need no lock.
 */
final class TyrusTransport implements Transport, HandshakeEvents {

    private static final System.Logger LOG = System.getLogger(TyrusTransport.class.getName());

    /** For Tyrus to answer the server's close frame, which it does after its callback. */
    private static final Duration LINGER = Duration.ofMillis(250);

    /** What Tyrus makes of a close frame without a code. */
    private static final int NO_CODE = 1000;

    private enum Phase {
        OPENING,
        OPEN,
        CLOSING,
        ENDED
    }

    private final Handshake handshake;
    private final TransportListener listener;
    private final TyrusClients clients;
    private final Opening opening;
    private final TyrusFailures failures;
    private final TyrusSerialQueue serial = new TyrusSerialQueue(this::thrown);
    private final Consumer<Frame> reading = this::read;
    private final Queue<Frame> outgoing = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingFrames = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private volatile boolean takesFrames = true;
    private volatile boolean paused; // written by the serial queue alone

    /** Whether the attempt was given up or came to a websocket, whichever was first. */
    private final AtomicBoolean settled = new AtomicBoolean();

    // Set by the thread that opens it, before Tyrus sees it.
    private volatile @Nullable TCPNIOTransport grizzly;
    private volatile @Nullable ConnectPlan plan;

    /** Tyrus would end TCP right behind our close frame, and so lose what the server has yet to read. */
    private final AtomicBoolean awaitsAnswer = new AtomicBoolean();

    // -------------------------------------------------------------------------------------------- of the serial queue
    private Phase phase = Phase.OPENING;
    private TyrusClients.@Nullable Lease lease;
    private @Nullable Thread attempt;
    private @Nullable Session session;
    private @Nullable RawSocket socket;
    private @Nullable Future<?> deadline;
    private boolean writing;
    private final HeldFrames held;
    private int closeCode;
    private String closeText = "";

    TyrusTransport(Handshake handshake, TransportListener listener, TyrusClients clients) {
        this.handshake = handshake;
        this.listener = listener;
        this.clients = clients;
        this.opening = new Opening(handshake);
        this.failures = new TyrusFailures(handshake, opening);
        this.held = new HeldFrames(handshake.maxMessageBytes());
    }

    void open() {
        serial.run(() -> {
            deadline = clients.after(handshake.connectTimeout(), () -> serial.run(this::connectOverdue));
            // Tyrus blocks until the websocket is open, and so may a proxy selector, which is user code.
            attempt = Thread.ofVirtual().name("slipstream-tyrus-connect").start(this::connect);
        });
    }

    @Override
    public boolean send(Frame frame) {
        if (!takesFrames) {
            return true;
        }
        // Only completed writes change these beside us, and they only make room.
        if (waitingFrames.get() >= handshake.maxOutboundFrames()
                || waitingBytes.get() + frame.weight() > handshake.maxOutboundBytes()) {
            return false;
        }
        waitingFrames.incrementAndGet();
        waitingBytes.addAndGet(frame.weight());
        outgoing.add(frame);
        return true;
    }

    @Override
    public void flush() {
        serial.run(this::write);
    }

    @Override
    public void close(int code, String text) {
        takesFrames = false;
        serial.run(() -> beginClose(code, text));
    }

    @Override
    public void resumeReading() {
        serial.run(this::unpause);
    }

    // ------------------------------------------------------------------------------------------------------ the start

    private void connect() {
        try {
            TyrusClients.Lease taken = clients.lease();
            serial.run(() -> hold(taken));
            grizzly = taken.grizzly();
            plan = opening.route();
            TyrusAssembly assembly = new TyrusAssembly(handshake.maxMessageBytes());
            Session late = taken.client()
                    .connectToServer(new TyrusEndpoint(this, assembly), opening.config(this), opening.uri());
            LOG.log(System.Logger.Level.TRACE, "websocket {0} is open", late.getId());
        } catch (Throwable e) { // the port throws nothing, whatever Tyrus, or a user's proxy selector, may throw
            serial.run(() -> refused(e));
        }
    }

    private void hold(TyrusClients.Lease taken) {
        if (phase == Phase.ENDED) {
            taken.release();
        } else {
            lease = taken;
        }
    }

    private void refused(Throwable error) {
        if (phase == Phase.OPENING) {
            end(new DisconnectReason.ConnectFailed(failures.ofHandshake(error)));
        }
    }

    private void connectOverdue() {
        if (phase == Phase.OPENING) {
            end(new DisconnectReason.ConnectFailed(new Failure.ConnectTimedOut(handshake.connectTimeout())));
        }
    }

    // ------------------------------------------------------------------------------------------------- what Tyrus says

    @Override
    public TCPNIOTransport grizzly() {
        return Objects.requireNonNull(grizzly, "asked before it was known");
    }

    @Override
    public ConnectPlan plan() {
        return Objects.requireNonNull(plan, "asked before it was known");
    }

    @Override
    public void reached(RawSocket reached) {
        serial.run(() -> {
            socket = reached;
            if (phase == Phase.ENDED) {
                cut();
            }
        });
    }

    @Override
    public boolean mayRead() {
        return !paused;
    }

    @Override
    public void answered(HttpResponse response) {
        opening.answered(response);
    }

    void opened(Session opened) {
        serial.run(() -> {
            if (phase != Phase.OPENING) {
                cut();
                return;
            }
            Optional<String> invalidity = opening.invalidity();
            if (invalidity.isPresent()) {
                end(new DisconnectReason.ConnectFailed(new Failure.HandshakeInvalid(invalidity.get())));
                return;
            }
            phase = Phase.OPEN;
            session = opened;
            cancelDeadline();
            listener.opened(opening.answer().headers());
            write();
        });
    }

    void received(Frame frame) {
        serial.run(reading, frame);
    }

    private void read(Frame frame) {
        if (phase != Phase.OPEN) {
            return;
        }
        if (!paused) {
            take(frame);
            return;
        }
        if (!held.add(frame)) {
            failed(new Failure.SlowConsumer(held.size() + " messages came while reading was paused"));
        }
    }

    void tooLarge() {
        serial.run(() -> failed(new Failure.MessageTooLarge(handshake.maxMessageBytes())));
    }

    void ponged() {
        serial.run(() -> {
            if (phase == Phase.OPEN) {
                listener.ponged();
            }
        });
    }

    void closed(int code, String text, Origin origin) {
        serial.run(() -> {
            // Tyrus reports our own close at once. The end is when it has finished with the socket.
            if (phase != Phase.OPEN) {
                return;
            }
            handOnHeld();
            DisconnectReason reason = switch (origin) {
                case SERVER -> new DisconnectReason.Closed(code, text);
                case TYRUS ->
                    code == NO_CODE
                            ? new DisconnectReason.Closed(NO_CODE, "")
                            : new DisconnectReason.Failed(failures.ofOwnClose(code, text));
            };
            end(reason, LINGER);
        });
    }

    @Override
    public boolean isAwaited() {
        return settled.compareAndSet(false, true);
    }

    @Override
    public boolean mayClose() {
        if (awaitsAnswer.getAndSet(false)) {
            return false;
        }
        serial.run(() -> {
            switch (phase) {
                case CLOSING -> end(new DisconnectReason.Requested());
                case OPENING, OPEN, ENDED -> {} // reported elsewhere
            }
        });
        return true;
    }

    @Override
    public void broke(Throwable error) {
        serial.run(() -> failed(failures.ofWrite(error)));
    }

    // -------------------------------------------------------------------------------------------------------- writing

    private void write() {
        Session open = session;
        if (open == null || writing || phase == Phase.ENDED) {
            return;
        }
        Frame next = outgoing.poll();
        if (next != null) {
            writing = true;
            Optional<Failure> unwritable = TyrusFailures.unwritable(next);
            if (unwritable.isPresent()) {
                failed(unwritable.get());
            } else {
                write(open, next);
            }
        } else if (phase == Phase.CLOSING) {
            writing = true; // for good: nothing follows the close frame
            awaitsAnswer.set(true);
            try {
                open.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(closeCode), closeText));
            } catch (IOException | IllegalStateException e) {
                failed(failures.ofWrite(e));
            }
        }
    }

    /** One at a time: Tyrus's own queue has no bound. */
    private void write(Session open, Frame frame) {
        SendHandler then = result -> serial.run(
                () -> written(frame, result.isOK() ? Optional.empty() : Optional.ofNullable(result.getException())));
        try {
            switch (frame) {
                case Frame.Text(String text) -> open.getAsyncRemote().sendText(text, then);
                case Frame.Binary(byte[] bytes) -> open.getAsyncRemote().sendBinary(ByteBuffer.wrap(bytes), then);
            }
        } catch (RuntimeException e) { // on a websocket that closed meanwhile Tyrus throws, and forgets the handler
            written(frame, Optional.of(new IOException("closed meanwhile", e)));
        }
    }

    private void written(Frame frame, Optional<Throwable> error) {
        writing = false;
        waitingFrames.decrementAndGet();
        waitingBytes.addAndGet(-frame.weight());
        if (error.isEmpty()) {
            write();
        } else if (phase != Phase.ENDED) {
            writeFailed(failures.ofWrite(error.get()));
        }
    }

    /** Tyrus closes before it reports the server's close frame or the end of TCP, which is the reason. */
    private void writeFailed(Failure unlessToldOtherwise) {
        writing = true; // for good
        cancelDeadline();
        deadline = clients.after(LINGER, () -> serial.run(() -> failed(unlessToldOtherwise)));
    }

    // -------------------------------------------------------------------------------------------------------- reading

    private void take(Frame frame) {
        paused = !listener.received(frame);
        listener.readComplete();
    }

    private void unpause() {
        if (!paused || phase != Phase.OPEN) {
            return;
        }
        paused = false;
        while (!paused && !held.isEmpty()) {
            take(held.remove());
        }
        if (!paused) {
            readOn();
        }
    }

    /** At the end, for these came before it. */
    private void handOnHeld() {
        while (!held.isEmpty()) {
            take(held.remove());
        }
    }

    // -------------------------------------------------------------------------------------------------------- the end

    private void beginClose(int code, String text) {
        switch (phase) {
            case OPENING -> end(new DisconnectReason.Requested());
            case OPEN -> {
                phase = Phase.CLOSING;
                closeCode = code;
                closeText = text;
                held.clear();
                paused = false;
                readOn(); // the server's close frame comes after its messages
                deadline = clients.after(handshake.closeTimeout(), () -> serial.run(this::closeOverdue));
                write();
            }
            case CLOSING, ENDED -> {}
        }
    }

    private void closeOverdue() {
        if (phase == Phase.CLOSING) {
            end(new DisconnectReason.Requested());
        }
    }

    /** Whatever goes wrong once we are closing, the end is the one we asked for. */
    private void failed(Failure failure) {
        switch (phase) {
            case OPENING -> end(new DisconnectReason.ConnectFailed(failure));
            case OPEN -> end(new DisconnectReason.Failed(failure));
            case CLOSING -> end(new DisconnectReason.Requested());
            case ENDED -> {}
        }
    }

    private void thrown(Throwable error) {
        if (phase == Phase.ENDED) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a websocket threw {0} after it had ended",
                    error.getClass().getName());
            return;
        }
        failed(failures.unexpected(error));
    }

    private void end(DisconnectReason reason) {
        end(reason, Duration.ZERO);
    }

    /** The terminal call; what is held is let go first, or when the lingering is over. */
    private void end(DisconnectReason reason, Duration linger) {
        phase = Phase.ENDED;
        takesFrames = false;
        outgoing.clear();
        held.clear();
        cancelDeadline();
        if (linger.isZero()) {
            letGo();
        } else {
            deadline = clients.after(linger, () -> serial.run(this::letGo));
        }
        listener.ended(reason);
    }

    private void letGo() {
        if (attempt != null && settled.compareAndSet(false, true)) {
            attempt.interrupt(); // does nothing to an attempt that failed
        }
        cut();
        if (lease != null) {
            lease.release();
            lease = null;
        }
    }

    private void cut() {
        withTcp(RawSocket::cut);
    }

    private void readOn() {
        withTcp(RawSocket::resume);
    }

    private interface Handling {
        void of(RawSocket socket) throws IOException;
    }

    private void withTcp(Handling handling) {
        if (socket != null) {
            try {
                handling.of(socket);
            } catch (IOException e) { // on a socket that is closed already
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "a socket was closed: {0}",
                        e.getClass().getName());
            }
        }
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
