// Longer than 300 lines: what only the one who drains may touch stands together, so that it is seen that nobody else
// does.
package dev.slipstream.process;

import dev.slipstream.core.Connection;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.ConnectionMachine;
import dev.slipstream.core.machine.Effect;
import dev.slipstream.core.machine.Input;
import dev.slipstream.core.machine.SparseQueue;
import dev.slipstream.core.serializer.FrameLimitExceededException;
import dev.slipstream.core.serializer.MalformedFrameException;
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
 * The process that owns one websocket: a queue of inputs with one drainer at a time.
 *
 * <p>Whoever puts something in drains, unless somebody does already; so there is no thread of its own. Effects are carried
 * out in order, under no lock, before the next input is taken; what a library calls back meanwhile is queued. A drainer
 * that has carried enough hands the rest to the executor: the caller may be a callback that waits for something else.
 */
public final class ConnectionProcess {

    private static final int INPUTS_PER_DRAIN = 256;

    private static final AtomicInteger ALIVE = new AtomicInteger();

    /** The process that is told what happens here. */
    public interface Owner {

        /** Puts an event into the mailbox, without waking anyone. */
        void tell(Signature.OfEvent event);

        /** Something was put into the mailbox. */
        void wake();

        /** Whether more events are in the mailbox than it should hold, and nobody waits for one. */
        boolean isFull();

        void observed(Observation observation);

        /** Logs what was thrown, unless the same class was logged lately: the server may cause it again and again. */
        void log(System.Logger.Level level, String who, Throwable thrown);

        /** There is no thread or no timer to go on with: the client is to end, and this connection with it. */
        void failed(Throwable thrown);
    }

    private final Connection connection;
    private final ProcessRuntime runtime;
    private final Serializer serializer;
    private final TransportProvider transports;
    private final Owner owner;
    private final ConnectionSpans spans;
    private final ConnectionMachine machine;
    private final Queue<Object> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger work = new AtomicInteger();
    private final ReadGate gate;
    private final Outside outside = new Outside();

    // Owned by whoever drains.
    private final SparseQueue<Effect.OfConnection> effects = new SparseQueue<>();
    private @Nullable Transport transport;
    private int outboundBound;
    private boolean dead;
    private boolean opened;
    private boolean over;
    private boolean unflushed;
    private boolean told;
    private boolean broken;
    private boolean counted;
    private final DeadlineTimer timer;

    ConnectionProcess(
            Connection connection,
            ProcessRuntime runtime,
            Serializer serializer,
            TransportProvider transports,
            Owner owner,
            ConnectionSpans spans) {
        this.connection = connection;
        this.runtime = runtime;
        this.serializer = serializer;
        this.transports = transports;
        this.owner = owner;
        this.spans = spans;
        this.gate = new ReadGate(queue, owner::isFull);
        this.timer = new DeadlineTimer(runtime.scheduler(), outside);
        this.machine = new ConnectionMachine(connection, serializer.vsn(), serializer.encode(Collections.emptyMap()));
    }

    /** How many there are in this JVM between their first input and their end. */
    public static int alive() {
        return ALIVE.get();
    }

    /** Takes a command, unless it is for another connection; {@link #signal} carries out all that were taken. */
    void order(Signature.OfCommand ordered) {
        if (ordered instanceof Signature.OfCommand(var meant, var command) && meant.equals(connection)) {
            queue.add(new Input.CommandReceived(command));
        }
    }

    /** The client is gone. */
    void ownerExited(StopReason reason) {
        queue.add(new Input.OwnerExited(reason));
        signal();
    }

    /** The mailbox has room again, or somebody waits for what may come. */
    void resumeReading() {
        if (gate.resume()) {
            signal();
        }
    }

    /** Carries out what is in the queue, here and now unless another thread does. */
    void signal() {
        if (work.getAndIncrement() == 0) {
            drain();
        }
    }

    /** Hands the draining to a thread of its own; false if none is to be had, and then it is for this one. */
    private boolean drainsElsewhere() {
        try {
            runtime.threads().execute(this::drain);
            return true;
        } catch (Throwable thrown) {
            owner.failed(thrown);
            return false;
        }
    }

    private void drain() {
        int missed = work.get();
        int budget = INPUTS_PER_DRAIN;
        do {
            for (Object item = queue.poll(); item != null; item = queue.poll()) {
                if (item instanceof Frame frame) {
                    gate.judging(frame);
                }
                attempt(item);
                if (--budget == 0) {
                    settle();
                    if (drainsElsewhere()) {
                        return;
                    }
                }
            }
            settle();
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }

    /** Whatever it throws must not reach the thread, which is a library's. */
    private void attempt(Object item) {
        try {
            take(item);
        } catch (Throwable thrown) {
            fail(thrown);
        }
    }

    private void take(Object item) {
        switch (item) {
            case Frame frame -> input(decoded(frame));
            case ReadGate.Marker marker -> {
                if (gate.reached()) {
                    withTransport(Transport::resumeReading);
                }
            }
            case Input.ReadingResumed resumed -> {
                gate.ended();
                input(resumed);
                withTransport(Transport::resumeReading);
            }
            case Input.OfConnection input -> input(input);
            default -> throw new IllegalStateException("not an input: " + item.getClass());
        }
    }

    private void input(Input.OfConnection input) {
        if (broken) {
            return;
        }
        spans.begin(input, machine.state(), gate.backlog());
        runtime.probe().taking(machine.state(), input);
        machine.accept(runtime.clock().nanos(), input, effects);
        for (Effect.OfConnection effect = effects.poll(); effect != null; effect = effects.poll()) {
            spans.effect(effect);
            carryOut(effect);
        }
        spans.end(machine.state());
    }

    private void carryOut(Effect.OfConnection effect) {
        switch (effect) {
            case Effect.OpenTransport(var handshake) -> open(handshake);
            case Effect.Send(var message) -> send(message);
            case Effect.CloseTransport(var code, var text) -> withTransport(open -> open.close(code, text));
            case Effect.CollectGarbage() -> collectGarbage();
            case Effect.Emit(var event) -> emit(event);
            case Effect.Report(var observation) -> owner.observed(observation);
        }
    }

    private void open(Handshake handshake) {
        try {
            outboundBound = handshake.maxOutboundFrames();
            transport = transports.open(handshake, outside);
        } catch (Throwable e) {
            killed(e);
        }
    }

    private void send(Message message) {
        Frame frame;
        try {
            frame = serializer.encode(message);
        } catch (IllegalArgumentException e) {
            queue.add(new Input.SendRefused(message, new Failure.Unencodable(String.valueOf(e.getMessage()))));
            return;
        } catch (Throwable e) {
            queue.add(new Input.SendRefused(
                    message, new Failure.Unencodable(e.getClass().getName())));
            return;
        }
        unflushed = true;
        Transport open = transport;
        if (open == null || dead) {
            return;
        }
        try {
            if (!open.send(frame)) {
                queue.add(new Input.SendRefused(message, new Failure.Overflow("the outbound queue", outboundBound)));
            }
        } catch (Throwable e) {
            killed(e);
        }
    }

    private void collectGarbage() {
        try {
            serializer.collectGarbage();
        } catch (Throwable thrown) {
            owner.log(System.Logger.Level.WARNING, connection + ": its serializer, dropping spare buffers,", thrown);
        }
    }

    private Input.OfConnection decoded(Frame frame) {
        try {
            return new Input.Received(serializer.decode(frame));
        } catch (FrameLimitExceededException e) {
            return new Input.OverLimit();
        } catch (MalformedFrameException e) {
            return new Input.FrameMalformed(String.valueOf(e.getMessage()));
        } catch (StackOverflowError | OutOfMemoryError e) {
            // A limit of this JVM. The frame is lost, and nothing else shows that memory or stack ran out.
            owner.log(System.Logger.Level.WARNING, connection + ": its serializer, decoding a frame,", e);
            return new Input.OverLimit();
        } catch (Throwable e) {
            return new Input.FrameMalformed(e.getClass().getName());
        }
    }

    private void emit(Signature.OfEvent signed) {
        if (over) {
            return;
        }
        Event event = signed.event();
        opened |= event instanceof Event.ChannelConnected;
        over = event instanceof Event.ChannelClosed || event instanceof Event.ChannelConnectFailed;
        owner.tell(signed);
        told = true;
        if (!over) {
            gate.pauseIfFull();
        }
    }

    /** What is done once for all that was taken. */
    private void settle() {
        if (unflushed) {
            unflushed = false;
            withTransport(Transport::flush);
        }
        if (told) {
            told = false;
            owner.wake();
        }
        timer.set(broken ? DeadlineTimer.NEVER : machine.nextDeadlineNanos());
        count(!broken && machine.state() != ConnectionMachine.State.ENDED);
    }

    private void count(boolean isAlive) {
        if (isAlive != counted) {
            counted = isAlive;
            ALIVE.addAndGet(isAlive ? 1 : -1);
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

    /** A transport must not throw. One that does is dead: nothing more is asked of it, and the connection ends. */
    private void killed(Throwable thrown) {
        dead = true;
        end("the transport threw " + thrown.getClass().getName());
    }

    private void end(String what) {
        Failure failure = new Failure.Unexpected(what);
        DisconnectReason reason =
                opened ? new DisconnectReason.Failed(failure) : new DisconnectReason.ConnectFailed(failure);
        queue.add(new Input.Ended(reason));
        work.getAndIncrement(); // the queue may have been found empty already
    }

    /** The machine threw: a fault of ours. The client is told, and the websocket does not stay behind. */
    private void fail(Throwable thrown) {
        broken = true;
        effects.clear();
        Failure failure = new Failure.Unexpected(
                "the connection's machine threw " + thrown.getClass().getName());
        owner.log(System.Logger.Level.ERROR, connection + ": its machine", thrown);
        withTransport(open -> open.close(1011, ""));
        dead = true;
        Event last = opened
                ? new Event.ChannelClosed(new DisconnectReason.Failed(failure))
                : new Event.ChannelConnectFailed(failure);
        spans.failed(thrown, last);
        emit(new Signature.OfEvent(connection, last));
    }

    /**
     * What the transport and the alarm tell becomes input; nothing of it is looked at on the library's thread while another
     * drains.
     */
    private final class Outside implements TransportListener, DeadlineTimer.Owner {

        @Override
        public void opened(Map<String, List<String>> headers) {
            put(new Input.Opened(headers));
        }

        /** Where nobody drains and nothing waits, the frame need not wait either. */
        @Override
        public boolean received(Frame frame) {
            if (!work.compareAndSet(0, 1)) {
                return gate.came(frame);
            }
            if (queue.isEmpty()) {
                attempt(frame);
            } else {
                gate.came(frame); // others came before it
            }
            // What it brought about must not wait for the rest of what the library reads.
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
        public void pinged() {
            put(new Input.Pinged());
        }

        @Override
        public void ponged() {
            put(new Input.Ponged());
        }

        @Override
        public void ended(DisconnectReason reason) {
            put(new Input.Ended(reason));
        }

        /** On a thread of its own: that of all timers must not wait for what a drainer does. */
        @Override
        public void wake() {
            queue.add(new Input.TimePassed());
            if (work.getAndIncrement() == 0 && !drainsElsewhere()) {
                drain();
            }
        }

        @Override
        public void failed(Throwable thrown) {
            owner.failed(thrown);
        }

        private void put(Input.OfConnection input) {
            queue.add(input);
            signal();
        }
    }

    @Override
    public String toString() {
        return connection + ", " + machine;
    }
}
