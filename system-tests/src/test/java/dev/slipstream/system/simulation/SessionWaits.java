package dev.slipstream.system.simulation;

import dev.slipstream.AwaitEndReason;
import dev.slipstream.AwaitEndedException;
import dev.slipstream.AwaitInterruptedException;
import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.JoinFailedException;
import dev.slipstream.PushFailedException;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.core.Command;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.simulation.SeededRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets callbacks wait in a {@code Session} and measures how long they wait. */
final class SessionWaits {

    private final CallbackTime time;
    private final Operations operations;
    private final Consumer<RunEvent> events;
    private final Consumer<AppFault> appFaults;
    private final Consumer<Socket> apply;
    private Duration waited = Duration.ZERO;
    private @Nullable Duration since;
    private int waits;

    /**
     * Creates this object for one run.
     *
     * @param apply records the operations of a socket as applied
     */
    SessionWaits(
            CallbackTime time,
            Operations operations,
            Consumer<RunEvent> events,
            Consumer<AppFault> appFaults,
            Consumer<Socket> apply) {
        this.time = time;
        this.operations = operations;
        this.events = events;
        this.appFaults = appFaults;
        this.apply = apply;
    }

    /** Returns how long callbacks waited in total, including a wait in progress. */
    Duration waited() {
        return since == null ? waited : waited.plus(time.now()).minus(since);
    }

    /** Blocks the thread for this time, without a session. */
    void block(Duration span) {
        begin();
        time.block(span);
        end();
    }

    /** Applies the operations of a socket, waits for a random event, and returns the session. */
    Session wait(Socket socket, SeededRandom random) {
        appFaults.accept(AppFault.CALLBACK_WAITED);
        apply.accept(socket);
        begin();
        Session session = Slipstream.session(socket);
        try {
            if (random.oneIn(10)) {
                interruptLater(random);
            }
            waitFor(session, operations.topic(random), random);
        } catch (AwaitInterruptedException e) {
            Invariant.holds(Thread.currentThread().isInterrupted(), "a wait cleared the interrupt status");
            appFaults.accept(AppFault.WAIT_INTERRUPTED);
        } catch (AwaitTimeoutException e) {
            appFaults.accept(AppFault.WAIT_TIMED_OUT);
        } catch (AwaitEndedException | IllegalStateException e) {
            appFaults.accept(AppFault.WAIT_FAILED);
            events.accept(new RunEvent.FromOutside("the session failed: " + e.getMessage()));
        } finally {
            // Other simulated threads share this thread, and must not be interrupted.
            boolean cleared = Thread.interrupted();
            end();
        }
        return session;
    }

    private void interruptLater(SeededRandom random) {
        int thisWait = waits;
        time.after(CallbackTime.millis(0, 500, random), () -> {
            if (since != null && waits == thisWait) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void waitFor(Session session, String topic, SeededRandom random) {
        SocketState state = LiveSocket.from(session.socket()).state();
        JoinStatus status = state.status(topic);
        int kind = random.below(12);
        if (kind == 0 && state.connectionStatus() == ConnectionStatus.CONNECTING) {
            connect(session, random);
        } else if (kind == 1 && state.connectionStatus() == ConnectionStatus.CONNECTED) {
            disconnect(session, random);
        } else if (kind == 2 && (status == JoinStatus.JOINED || status == JoinStatus.REQUESTED)) {
            leave(session, topic, random);
        } else if (status == JoinStatus.NONE || kind < 6) {
            join(session, topic);
        } else if (kind < 8) {
            message(session, topic, CallbackTime.millis(10, 1000, random));
        } else if (kind == 11) {
            push(session, topic, random);
        } else {
            int id = operations.number();
            Reply reply = session.request(topic, operations.event(random), operations.payload(id, random));
            events.accept(new RunEvent.FromOutside("the session got a reply to " + id + ": " + reply));
        }
    }

    private void push(Session session, String topic, SeededRandom random) {
        int id = operations.number();
        Duration timeout = CallbackTime.millis(10, 3000, random);
        events.accept(new RunEvent.PushWaits(id, false, timeout));
        RunEvent.PushOutcome outcome = RunEvent.PushOutcome.UNKNOWN;
        try {
            session.push(topic, operations.event(random), operations.payload(id, random), timeout);
            outcome = RunEvent.PushOutcome.SENT;
        } catch (PushFailedException e) {
            outcome = RunEvent.PushOutcome.of(e);
        } finally {
            events.accept(new RunEvent.PushEnded(id, outcome));
        }
    }

    private void message(Session session, String topic, Duration timeout) {
        Duration begun = time.now();
        try {
            events.accept(new RunEvent.EventAwaited(session.await(EventMatcher.messageOn(topic), timeout)));
        } catch (AwaitTimeoutException e) {
            Invariant.holds(time.now().minus(begun).compareTo(timeout) >= 0, "a wait timed out too early");
            throw e;
        }
    }

    private void join(Session session, String topic) {
        if (session.socket().isJoined(topic)) { // nothing is sent, and no answer is awaited
            Payload response = session.join(topic);
            events.accept(new RunEvent.FromOutside("the session is joined to " + topic + ": " + response));
            return;
        }
        // Records the join before the session applies it. The binary payload tells ParamsKept that a session joins. All
        // other invariants use only the topic.
        events.accept(new RunEvent.OperationsApplied(List.of(
                new Command.JoinTopic(session.socket().nextRef(), topic, Payload.binary(new byte[0]), Duration.ZERO))));
        try {
            Payload response = session.join(topic);
            events.accept(new RunEvent.EventAwaited(new Event.TopicJoinSucceeded(topic, response)));
        } catch (JoinFailedException e) {
            appFaults.accept(AppFault.WAIT_FAILED);
            events.accept(new RunEvent.EventAwaited(new Event.TopicJoinFailed(topic, e.reason())));
        }
    }

    private void leave(Session session, String topic, SeededRandom random) {
        apply(session, session.socket().leave(topic));
        if (session.socket().status(topic) == JoinStatus.LEAVING) { // the join was sent, so the leave waits for a reply
            events.accept(new RunEvent.EventAwaited(
                    session.await(EventMatcher.left(topic), CallbackTime.millis(500, 5000, random))));
        }
    }

    private void connect(Session session, SeededRandom random) {
        try {
            session.awaitConnect(CallbackTime.millis(500, 5000, random));
            events.accept(new RunEvent.EventAwaited(new Event.ChannelConnected()));
        } catch (AwaitEndedException e) {
            if (e.reason() instanceof AwaitEndReason.Disconnected(DisconnectReason.ConnectFailed(var failure))) {
                events.accept(new RunEvent.EventAwaited(new Event.ChannelConnectFailed(failure)));
            }
            throw e;
        }
    }

    private void disconnect(Session session, SeededRandom random) {
        if (random.oneIn(2)) {
            apply(session, session.socket().disconnect());
        }
        DisconnectReason reason = session.awaitDisconnect(CallbackTime.millis(100, 3000, random));
        events.accept(new RunEvent.EventAwaited(new Event.ChannelClosed(reason)));
    }

    private void apply(Session session, Socket socket) {
        apply.accept(socket);
        session.apply(socket);
    }

    private void begin() {
        since = time.now();
        waits++;
    }

    private void end() {
        waited = waited();
        since = null;
    }
}
