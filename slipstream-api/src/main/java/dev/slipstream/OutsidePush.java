package dev.slipstream;

import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.process.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A push that a thread outside the client makes. The thread waits until the outbound queue has room. Either the client
 * offers the push to its connection, or the thread gives up first and the push is never offered.
 */
final class OutsidePush {

    private enum State {
        NEW,
        OFFERED,
        GIVEN_UP
    }

    private final From<Failure> from;
    private final String topic;
    private final String event;
    private final Payload payload;
    private final Clock clock;
    private final Duration deadline;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

    OutsidePush(From<Failure> from, String topic, String event, Payload payload, Clock clock, Duration deadline) {
        this.from = from;
        this.topic = topic;
        this.event = event;
        this.payload = payload;
        this.clock = clock;
        this.deadline = deadline;
    }

    /** Adds the push to the client's socket, unless the thread has given up. */
    Socket offer(Socket socket) {
        if (!socket.isJoined(topic)) {
            return socket.answer(
                    from, socket.isConnected() ? new Failure.NotJoined(topic) : new Failure.Disconnected());
        }
        Duration left = deadline.minus(clock.now());
        if (!left.isPositive() || !state.compareAndSet(State.NEW, State.OFFERED)) {
            return socket;
        }
        return switch (socket) {
            case LiveSocket live -> live.offer(from, topic, event, payload, left);
        };
    }

    /** Gives the push up. Returns false if the client has already offered it; the connection then answers. */
    boolean giveUp() {
        return state.compareAndSet(State.NEW, State.GIVEN_UP);
    }

    boolean isOffered() {
        return state.get() == State.OFFERED;
    }
}
