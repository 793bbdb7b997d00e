package dev.slipstream.system.simulation;

import dev.slipstream.AwaitEndReason;
import dev.slipstream.AwaitEndedException;
import dev.slipstream.AwaitInterruptedException;
import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.JoinFailedException;
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

/** Callbacks that wait, in one of the ways in which a session can; and how long they did. */
final class Waits {

    private final CallbackTime time;
    private final Operations operations;
    private final Consumer<RunEvent> events;
    private final Consumer<Trouble> troubles;
    private final Consumer<Socket> post;
    private Duration waited = Duration.ZERO;
    private @Nullable Duration since;
    private int waits;

    /**
     * Makes the waits of a run.
     *
     * @param post records the operations of a socket as applied
     */
    Waits(
            CallbackTime time,
            Operations operations,
            Consumer<RunEvent> events,
            Consumer<Trouble> troubles,
            Consumer<Socket> post) {
        this.time = time;
        this.operations = operations;
        this.events = events;
        this.troubles = troubles;
        this.post = post;
    }

    /** How long callbacks waited, all in all; one that waits now, too. */
    Duration waited() {
        return since == null ? waited : waited.plus(time.now()).minus(since);
    }

    /** Blocks the thread, and does nothing else. */
    void block(Duration span) {
        begin();
        time.block(span);
        end();
    }

    /** Posts what was written, waits for something, and returns the session that did. */
    Session wait(Socket socket, SeededRandom random) {
        troubles.accept(Trouble.CALLBACK_WAITED);
        post.accept(socket);
        begin();
        Session session = Slipstream.session(socket);
        try {
            if (random.oneIn(10)) {
                interruptLater(random);
            }
            waitFor(session, operations.topic(random), random);
        } catch (AwaitInterruptedException e) {
            Invariant.holds(Thread.currentThread().isInterrupted(), "the interrupt of a wait is forgotten");
            troubles.accept(Trouble.WAIT_INTERRUPTED);
        } catch (AwaitTimeoutException e) {
            troubles.accept(Trouble.WAIT_TIMED_OUT);
        } catch (AwaitEndedException | IllegalStateException e) {
            troubles.accept(Trouble.WAIT_FAILED);
            events.accept(new RunEvent.FromOutside("session failed: " + e.getMessage()));
        } finally {
            boolean cleared = Thread.interrupted(); // whoever comes next on this thread is somebody else
            end();
        }
        return session;
    }

    private void interruptLater(SeededRandom random) {
        int mine = waits;
        time.after(CallbackTime.millis(0, 500, random), () -> {
            if (since != null && waits == mine) {
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
        } else {
            int id = operations.number();
            Reply reply = session.request(topic, operations.event(random), operations.payload(id, random));
            events.accept(new RunEvent.FromOutside("session has a reply to " + id + ": " + reply));
        }
    }

    private void message(Session session, String topic, Duration patience) {
        Duration begun = time.now();
        try {
            events.accept(new RunEvent.EventAwaited(session.await(EventMatcher.messageOn(topic), patience)));
        } catch (AwaitTimeoutException e) {
            Invariant.holds(time.now().minus(begun).compareTo(patience) >= 0, "a wait ended before its time");
            throw e;
        }
    }

    private void join(Session session, String topic) {
        // What the session is about to post, but for its ref.
        events.accept(new RunEvent.OperationsApplied(List.of(
                new Command.JoinTopic(session.socket().nextRef(), topic, Payload.binary(new byte[0]), Duration.ZERO))));
        try {
            Payload response = session.join(topic);
            events.accept(new RunEvent.EventAwaited(new Event.TopicJoinSucceeded(topic, response)));
        } catch (JoinFailedException e) {
            troubles.accept(Trouble.WAIT_FAILED);
            events.accept(new RunEvent.EventAwaited(new Event.TopicJoinFailed(topic, e.reason())));
        }
    }

    private void leave(Session session, String topic, SeededRandom random) {
        apply(session, session.socket().leave(topic));
        if (session.socket().status(topic) == JoinStatus.LEAVING) { // and not left at once, for nothing was sent yet
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
        post.accept(socket);
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
