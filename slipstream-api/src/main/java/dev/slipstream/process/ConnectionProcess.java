// This file has more than 300 lines: all code that uses the fields of the draining thread is here.
package dev.slipstream.process;

import dev.slipstream.core.Connection;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.SparseQueue;
import dev.slipstream.core.machine.connection.ConnectionEffect;
import dev.slipstream.core.machine.connection.ConnectionInput;
import dev.slipstream.core.machine.connection.ConnectionMachine;
import dev.slipstream.core.machine.connection.ConnectionSink;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The process that owns one websocket and a queue of inputs. One thread at a time drains the queue, and gives the
 * inputs to the connection's state machine (the machine).
 *
 * <p>A thread that adds an input also drains the queue, unless another thread is draining. The draining thread carries
 * out all effects of an input in order and without a lock, then takes the next input. Calls from the websocket library
 * during that time are queued. The draining thread may belong to a callback, which has other work. So it handles a
 * limited number of inputs, and hands the rest to the executor.
 */
public final class ConnectionProcess implements ConnectionSink, Cork.Target {

    private static final int INPUTS_PER_DRAIN = 256;

    private static final AtomicInteger ALIVE = new AtomicInteger();

    /** The queue entry that flushes the frames of the commands before it. */
    private enum Flush {
        COMMANDS
    }

    private final Connection connection;
    private final ProcessRuntime runtime;
    private final Serializer serializer;
    private final TransportProvider transports;
    private final ConnectionOwner owner;
    private final ConnectionSpans spans;
    private final ConnectionMachine machine;
    private final Queue<Object> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger work = new AtomicInteger();
    private final ReadGate gate;
    private final Outside outside = new Outside();

    // Used only by the draining thread.
    private final RecentTime time;
    private final SparseQueue<Object> effects = new SparseQueue<>();
    private @Nullable Transport transport;
    private int outboundBound;
    private int outboundBytes;
    /** The answer to the last {@link ConnectionEffect.TrySend}, which is the machine's next input. */
    private @Nullable ConnectionInput tried;
    /** Whether the transport must not be called any more. */
    private boolean dead;

    private boolean opened;
    /** Whether the client received the last event of this connection. */
    private boolean over;

    private final Unflushed unflushed = new Unflushed();
    /** Whether the machine is handling a command. */
    private boolean isCommand;

    private final NewEvents fresh;
    private final CompressionReports compression;
    /** Whether the machine threw. It then receives no more inputs. */
    private boolean broken;
    /** Whether {@link #ALIVE} counts this connection. */
    private boolean counted;

    private final DeadlineTimer timer;

    ConnectionProcess(
            Connection connection,
            ProcessRuntime runtime,
            Serializer serializer,
            TransportProvider transports,
            ConnectionOwner owner,
            ConnectionSpans spans) {
        this.connection = connection;
        this.runtime = runtime;
        this.serializer = serializer;
        this.transports = transports;
        this.owner = owner;
        this.spans = spans;
        this.gate = new ReadGate(queue, owner::isFull);
        this.fresh = new NewEvents(owner, gate);
        this.compression = new CompressionReports(owner);
        this.timer = new DeadlineTimer(runtime.scheduler(), outside);
        this.time = new RecentTime(runtime.clock());
        this.machine = new ConnectionMachine(connection, serializer.vsn(), serializer.encode(Collections.emptyMap()));
    }

    /** The number of connections in this JVM that have had an input and have not ended. */
    public static int alive() {
        return ALIVE.get();
    }

    /** Queues a command. A later {@link #signal} handles the command. A later {@link #flush} writes its frames. */
    void order(Signature.OfCommand command) {
        queue.add(command);
    }

    /** Notifies the connection that the client has ended. */
    void ownerExited(StopReason reason) {
        queue.add(new ConnectionInput.OwnerExited(reason));
        signal();
    }

    /** Resumes reading, because the mailbox has room again or an await waits. */
    void resumeReading() {
        if (gate.resume()) {
            signal();
        }
    }

    @Override
    public void flush() {
        queue.add(Flush.COMMANDS);
        signal();
    }

    /** Flushes on another thread. The other thread may start late. Until then, other threads can drain the queue. */
    @Override
    public void flushElsewhere() {
        if (!runsElsewhere(this::flush)) {
            flush();
        }
    }

    /** Drains the queue on this thread, unless another thread is draining. */
    @Override
    public void signal() {
        if (work.getAndIncrement() == 0) {
            drain();
        }
    }

    /** Hands work to another thread. Returns false if the executor failed; the calling thread must then do the work. */
    private boolean runsElsewhere(Runnable task) {
        try {
            runtime.threads().execute(task);
            return true;
        } catch (Throwable thrown) {
            owner.failed(thrown);
            return false;
        }
    }

    private void drain() {
        time.passed();
        int missed = work.get();
        int budget = INPUTS_PER_DRAIN;
        do {
            for (Object item = queue.poll(); item != null; item = queue.poll()) {
                if (item instanceof Frame frame) {
                    gate.removed(frame);
                }
                attempt(item);
                if (--budget == 0) {
                    unflushed.ask();
                    settle();
                    if (runsElsewhere(this::drain)) {
                        return;
                    }
                }
            }
            settle();
            time.passed(); // before another thread can handle a frame and use the time
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }

    /** Handles an input. Throws nothing, because the thread may belong to the websocket library. */
    private void attempt(Object item) {
        try {
            take(item);
            for (ConnectionInput next = tried; next != null; next = tried) {
                tried = null;
                input(next);
            }
        } catch (Throwable thrown) {
            fail(thrown);
        }
    }

    private void take(Object item) {
        switch (item) {
            case Frame frame -> input(ReceivedFrame.decoded(frame, serializer, connection, owner));
            case ReadGate.Marker marker -> {
                if (gate.reached()) {
                    withTransport(Transport::resumeReading);
                }
            }
            case Flush flush -> unflushed.ask();
            case ConnectionInput.ReadingResumed resumed -> {
                gate.ended();
                input(resumed);
                withTransport(Transport::resumeReading);
            }
            default -> input(item);
        }
    }

    /** Gives the machine a command, or another input, and carries out the effects. */
    private void input(Object input) {
        if (broken) {
            return;
        }
        spans.begin(input, machine.state(), gate.backlog());
        runtime.probe().taking(machine.state(), input);
        isCommand = input instanceof Signature.OfCommand;
        time.passedUnless(input instanceof ConnectionInput.Received); // the frames of one read share a time
        switch (input) {
            case Signature.OfCommand command -> machine.accept(time.now(), command, this);
            case ConnectionInput other -> machine.accept(time.now(), other, this);
            default -> throw new IllegalStateException("not an input: " + input.getClass());
        }
        carryOut();
        spans.end(machine.state());
    }

    @Override
    public void emit(Signature.OfEvent event) {
        effects.add(event);
    }

    @Override
    public void emit(ConnectionEffect effect) {
        effects.add(effect);
    }

    private void carryOut() {
        for (Object effect = effects.poll(); effect != null; effect = effects.poll()) {
            spans.effect(effect);
            switch (effect) {
                case Signature.OfEvent event -> deliver(event);
                case ConnectionEffect its -> carryOut(its);
                default -> throw new IllegalStateException("not an effect: " + effect.getClass());
            }
        }
    }

    private void carryOut(ConnectionEffect effect) {
        switch (effect) {
            case ConnectionEffect.OpenTransport(var handshake) -> open(handshake);
            case ConnectionEffect.Send(var message) -> send(message);
            case ConnectionEffect.TrySend(var message) -> trySend(message);
            case ConnectionEffect.AnswerPush(var answer) -> fresh.answer(answer);
            case ConnectionEffect.CloseTransport(var code, var text) -> withTransport(open -> open.close(code, text));
            case ConnectionEffect.CollectGarbage() -> collectGarbage();
            case ConnectionEffect.Report(var observation) -> owner.observed(observation);
        }
    }

    private void open(Handshake handshake) {
        try {
            compression.opening(handshake);
            outboundBound = handshake.maxOutboundFrames();
            outboundBytes = handshake.maxOutboundBytes();
            transport = transports.open(handshake, outside);
            spans.opened(transport);
        } catch (Throwable e) {
            killed(e);
        }
    }

    private void send(Message message) {
        Frame frame;
        try {
            frame = serializer.encode(message);
        } catch (Throwable e) {
            queue.add(SendAttempt.unencodable(message, e));
            return;
        }
        Transport open = transport;
        if (open == null || dead) {
            return;
        }
        try {
            makeRoom(open, frame.weight());
            if (!open.send(frame)) {
                queue.add(attempt(message).refusal(frame, open));
                return;
            }
            sent(message);
        } catch (Throwable e) {
            killed(e);
        }
    }

    private void sent(Message message) {
        unflushed.sent(isCommand);
        spans.sent(message);
    }

    /** Flushes the frames that wait for a flush, if another frame of this weight might not fit beside them. */
    private void makeRoom(Transport open, int weight) {
        if (unflushed.isCorked() && (weight > outboundBytes / 2 || !open.hasRoom())) {
            unflushed.clear();
            open.flush();
        }
    }

    /**
     * Gives a message to the transport if there is room. The machine's next input says whether the transport accepted
     * it.
     */
    private void trySend(Message message) {
        tried = new ConnectionInput.SendRefused(message, new Failure.Disconnected());
        withTransport(open -> {
            makeRoom(open, 0);
            tried = attempt(message).with(open);
            if (tried instanceof ConnectionInput.SendAccepted) {
                sent(message);
            }
        });
    }

    private SendAttempt attempt(Message message) {
        return new SendAttempt(message, serializer, outboundBound, outboundBytes);
    }

    private void collectGarbage() {
        try {
            serializer.collectGarbage();
        } catch (Throwable thrown) {
            owner.log(System.Logger.Level.WARNING, connection, "the serializer threw in collectGarbage", thrown);
        }
    }

    private void deliver(Signature.OfEvent signed) {
        if (over) {
            return;
        }
        Event event = signed.event();
        if (event instanceof Event.ChannelConnected) {
            opened = true;
            compression.opened(signed.connection());
        }
        over = event instanceof Event.ChannelClosed || event instanceof Event.ChannelConnectFailed;
        fresh.add(signed, over);
    }

    /** Finishes a batch of inputs: flushes if due, wakes the client if it has new events, and sets the timer. */
    private void settle() {
        if (unflushed.endBatch()) {
            withTransport(Transport::flush);
        }
        if (fresh.pass()) {
            work.getAndIncrement(); // makes the drain continue, even if it has found the queue empty
        }
        fresh.wakeOwner();
        timer.set(broken ? DeadlineTimer.NEVER : machine.nextDeadline());
        count(!broken && machine.state() != ConnectionMachine.State.ENDED);
    }

    private void count(boolean isAlive) {
        if (isAlive != counted) {
            counted = isAlive;
            ALIVE.addAndGet(isAlive ? 1 : -1);
            if (!isAlive) {
                withTransport(ended -> compression.ended(connection, ended));
            }
        }
    }

    private void withTransport(Consumer<Transport> call) {
        Transport open = transport;
        if (open == null || dead) {
            return;
        }
        try {
            call.accept(open);
        } catch (Throwable e) {
            killed(e);
        }
    }

    /** Ends the connection, because its transport threw, which is a bug. The transport is not called again. */
    private void killed(Throwable thrown) {
        dead = true;
        Failure failure = new Failure.Unexpected(
                "the transport threw " + thrown.getClass().getName());
        DisconnectReason reason =
                opened ? new DisconnectReason.Failed(failure) : new DisconnectReason.ConnectFailed(failure);
        queue.add(new ConnectionInput.Ended(reason));
        work.getAndIncrement(); // makes the drain continue, even if it has found the queue empty
    }

    /** Ends the connection and reports its end to the client, because its machine threw: a bug in this library. */
    private void fail(Throwable thrown) {
        broken = true;
        effects.clear();
        Failure failure = new Failure.Unexpected(
                "the connection machine threw " + thrown.getClass().getName());
        owner.log(System.Logger.Level.ERROR, connection, "its machine threw, and the connection ends", thrown);
        withTransport(open -> open.close(1011, ""));
        dead = true;
        Event last = opened
                ? new Event.ChannelClosed(new DisconnectReason.Failed(failure))
                : new Event.ChannelConnectFailed(failure);
        spans.failed(thrown, last);
        deliver(new Signature.OfEvent(connection, last));
    }

    /** Turns calls into inputs. Inputs of the timer are handled on another thread, to keep the timer thread free. */
    private final class Outside implements TransportListener, DeadlineTimer.Owner {

        @Override
        public void opened(Map<String, List<String>> headers) {
            put(new ConnectionInput.Opened(headers));
        }

        /** If no thread drains the queue and the queue is empty, handles the frame at once. Otherwise queues it. */
        @Override
        public boolean received(Frame frame) {
            if (!work.compareAndSet(0, 1)) {
                return gate.add(frame);
            }
            if (queue.isEmpty()) {
                attempt(frame);
            } else {
                gate.add(frame); // after the inputs that are already queued
            }
            // Handle the queued inputs first. When this method returns, the library may read further messages.
            if (broken || !queue.isEmpty() || work.decrementAndGet() != 0) {
                drain();
            }
            return gate.goesOn();
        }

        @Override
        public void readComplete() {
            signal();
        }

        @Override
        public void writable() {
            put(new ConnectionInput.Writable());
        }

        @Override
        public void pinged() {
            put(new ConnectionInput.Pinged());
        }

        @Override
        public void ponged() {
            put(new ConnectionInput.Ponged());
        }

        @Override
        public void ended(DisconnectReason reason) {
            put(new ConnectionInput.Ended(ReceiptDate.added(reason, runtime.clock())));
        }

        @Override
        public void wake() {
            queue.add(new ConnectionInput.TimePassed());
            if (work.getAndIncrement() == 0 && !runsElsewhere(ConnectionProcess.this::drain)) {
                drain();
            }
        }

        @Override
        public void failed(Throwable thrown) {
            owner.failed(thrown);
        }

        private void put(ConnectionInput input) {
            queue.add(input);
            signal();
        }
    }

    @Override
    public String toString() {
        return connection + ", " + machine;
    }
}
