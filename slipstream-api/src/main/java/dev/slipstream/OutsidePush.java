package dev.slipstream;

import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.process.ClientProcess;
import dev.slipstream.process.Clock;
import dev.slipstream.process.ProcessRuntime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

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

    private final ClientProcess process;
    private final From<Failure> from;
    private final String topic;
    private final String event;
    private final Payload payload;
    private final Clock clock;
    private final Duration timeout;
    private final Duration deadline;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

    /**
     * How long the thread waits after the timeout for the connection's answer, if the client has offered the push. Only
     * a bug delays the answer that long.
     */
    private static final Duration ANSWER_GRACE = Duration.ofSeconds(10);

    /** Begins a push whose timeout starts now. */
    OutsidePush(
            ClientProcess process, From<Failure> from, String topic, String event, Payload payload, Duration timeout) {
        this.process = process;
        this.from = from;
        this.topic = topic;
        this.event = event;
        this.payload = payload;
        this.clock = process.settings().runtime().clock();
        this.timeout = timeout;
        this.deadline = clock.now().plus(timeout);
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

    /**
     * Waits until the connection has accepted the push.
     *
     * @throws PushFailedException if the push was not sent
     * @throws AwaitInterruptedException if the thread is interrupted
     */
    void await(CompletableFuture<Operation.AnswerCaller> answer) {
        ProcessRuntime runtime = process.settings().runtime();
        try {
            // If giveUp returns true, the client has not offered the push to the connection, and never will. Otherwise
            // the connection answers, at the latest when the timeout has passed.
            if (!runtime.await(answer, timeout)) {
                if (giveUp()) {
                    throw PushFailedException.blocked(topic, event, timeout, process.runningFor(), process.running());
                }
                if (!runtime.await(answer, ANSWER_GRACE)) {
                    throw new PushFailedException(topic, event, new Failure.TimedOut(timeout), isOffered());
                }
            }
            PushFailedException.throwUnlessAccepted(topic, event, timeout, answer.join(), isOffered());
        } catch (InterruptedException e) {
            boolean unused = giveUp();
            Thread.currentThread().interrupt();
            throw new AwaitInterruptedException();
        }
    }

    /** Returns false if the client has already offered the push; then the connection answers. */
    private boolean giveUp() {
        return state.compareAndSet(State.NEW, State.GIVEN_UP);
    }

    private boolean isOffered() {
        return state.get() == State.OFFERED;
    }

    /**
     * Throws if a callback of this client makes the push, because the push would wait for room in the outbound queue.
     *
     * @throws IllegalStateException if the calling thread runs a callback of this client
     */
    static void refuseInCallback(ClientProcess process, String topic, String event) {
        process.callbackHere().ifPresent(callback -> {
            throw new IllegalStateException("cannot wait for room to push " + LogSafe.of(event) + " to "
                    + LogSafe.of(topic) + " in a callback or handler of this client (" + callback
                    + "): the client sends only after this code has returned; push without a wait. A callback that has"
                    + " a socket can also wait for room with Slipstream.session(socket).push");
        });
    }

    /**
     * Returns a step that pushes without waiting for room in the outbound queue. If the topic was never joined, or the
     * client ends before the step runs, the push is dropped and reported.
     */
    static Callback.Run plain(ClientProcess process, String topic, String event, Payload payload) {
        UnaryOperator<Socket> step = socket -> {
            if (socket.status(topic) == JoinStatus.NONE) {
                process.observed(new Observation.PushDropped(topic, event, new Failure.NotJoined(topic)));
                return socket;
            }
            return socket.push(topic, event, payload);
        };
        return new Callback.Run(
                CallerContext.of(process).around(step),
                null,
                new Observation.PushDropped(topic, event, new Failure.Cancelled()));
    }
}
