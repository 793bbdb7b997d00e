package dev.slipstream;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.ReplyHandler;
import dev.slipstream.core.Socket;
import dev.slipstream.process.ClientProcess;
import dev.slipstream.process.ProcessRuntime;
import dev.slipstream.process.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A request of a thread outside the client. The thread asks for the request, and the client makes it later, on the
 * client's socket. The outcome goes to the thread, not to the client's callbacks. The timeout begins when the thread
 * asks. If the client does not make the request within the timeout, for example because a callback blocks the client,
 * the request is lost, and the client never makes it.
 */
final class OutsideRequest implements ReplyHandler {

    private enum State {
        NEW,
        MADE,
        GIVEN_UP
    }

    /**
     * How long to wait, after the timeout, for the outcome of a request that the client has made. Only the client knows
     * whether it sent the request, and a callback may block the client.
     */
    private static final Duration OUTCOME_GRACE = Duration.ofSeconds(1);

    private final ClientProcess process;
    private final From<Reply> from;
    private final String topic;
    private final String event;
    private final Duration begun;
    /** Null if the request has no timeout of its own, and the client has no configuration yet. */
    private volatile @Nullable Duration timeout;
    /** The rest of the timeout when the client made the request. Set before the request is answered. */
    private Duration left = Duration.ZERO;
    /** Why the client did not complete the request in time. Null if it did. Set before the stage completes. */
    private volatile @Nullable String delay;

    private final ClientStage<Reply> stage;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

    /** Begins a request whose timeout starts now. If the timeout is null, the timeout of the configuration applies. */
    OutsideRequest(
            Supervisor supervisor,
            ClientProcess process,
            From<Reply> from,
            String topic,
            String event,
            @Nullable Duration timeout) {
        this.stage = new ClientStage<>(supervisor);
        this.process = process;
        this.from = from;
        this.topic = topic;
        this.event = event;
        this.timeout = timeout == null ? process.requestTimeout().orElse(null) : timeout;
        this.begun = runtime().clock().now();
    }

    /** The stage that completes with the outcome: a reply, or {@link Reply.Lost}. */
    CompletionStage<Reply> stage() {
        return stage;
    }

    /**
     * Says why the client did not complete the request in time, if the request timed out because the client was busy.
     */
    Optional<String> delay() {
        return Optional.ofNullable(delay);
    }

    /**
     * Returns the timeout. Before the client has a configuration, this is the default timeout, which the configuration
     * may change.
     */
    private Duration timeout() {
        Duration known = timeout;
        if (known == null) {
            Optional<Duration> configured = process.requestTimeout();
            configured.ifPresent(found -> timeout = found);
            known = configured.orElse(Configuration.DEFAULT_REQUEST_TIMEOUT);
        }
        return known;
    }

    private Duration deadline() {
        return begun.plus(timeout());
    }

    /**
     * Adds the request to the client's socket, unless the timeout has passed. If the topic was never joined, the
     * request is lost, and telemetry receives a report.
     */
    Socket make(Payload payload, Socket socket) {
        left = deadline().minus(runtime().clock().now());
        if (!left.isPositive() || !state.compareAndSet(State.NEW, State.MADE)) {
            return socket;
        }
        if (socket.status(topic) == JoinStatus.NONE) {
            Failure failure = new Failure.NotJoined(topic);
            notMade(failure);
            return handle(new Reply.Lost(failure, false), socket);
        }
        return socket.request(topic, event, payload, this, left);
    }

    @Override
    public Socket handle(Reply reply, Socket socket) {
        return socket.answer(from, reply);
    }

    /** Completes the stage with the reply, or with {@link Reply.Lost} if the client ended first. */
    void complete(Operation.AnswerCaller answer) {
        stage.complete(outcome(answer));
    }

    private Reply outcome(Operation.AnswerCaller answer) {
        return switch (answer) {
            // The client made the request with the rest of the timeout, so the failure of the client names only this
            // rest. The outcome must name the whole timeout. A failure with another duration comes from the push
            // buffer, and stays as it is.
            case Operation.AnswerCaller.Answer(var to, Reply.Lost(Failure.TimedOut(Duration after), boolean maybeSent))
            when after.equals(left) -> lost(maybeSent);
            case Operation.AnswerCaller.Answer(var to, Reply reply) -> reply;
            case Operation.AnswerCaller other -> cancelled();
        };
    }

    /**
     * The outcome if the client ended first. Reports the request to telemetry if the client never made it. Otherwise
     * the client has reported it already.
     */
    private Reply cancelled() {
        Failure failure = new Failure.Cancelled();
        if (state.compareAndSet(State.NEW, State.GIVEN_UP)) {
            notMade(failure);
        }
        return new Reply.Lost(failure, isMade());
    }

    /**
     * Limits the wait for the outcome, even if a callback blocks the client.
     *
     * @param dependents the executor that completes the stage
     */
    void limit(Executor dependents) {
        at(deadline(), dependents, () -> {
            if (runtime().clock().now().compareTo(deadline()) < 0) {
                limit(dependents); // the configuration became known, and its timeout is longer
                return;
            }
            if (state.compareAndSet(State.NEW, State.GIVEN_UP)) {
                Failure failure = new Failure.TimedOut(timeout());
                notMade(failure);
                giveUp(false, "did not handle the request", timeout());
            } else {
                at(deadline().plus(OUTCOME_GRACE), dependents, () -> giveUp(true, "handled no reply", OUTCOME_GRACE));
            }
        });
    }

    /** Reports to telemetry that the client never made the request. */
    private void notMade(Failure failure) {
        process.observed(new Observation.PushDropped(topic, event, failure));
        process.unmade(topic, event, failure, begun);
    }

    private void at(Duration time, Executor dependents, Runnable task) {
        Scheduler.Timer timer = runtime()
                .scheduler()
                .at(
                        time,
                        () -> dependents.execute(() -> {
                            if (!stage.isDone()) {
                                task.run();
                            }
                        }));
        CompletionStage<Reply> unused = stage.whenComplete((reply, thrown) -> timer.cancel());
    }

    /**
     * Completes the stage, because the client is busy.
     *
     * @param late what the client did not do in time, such as {@code handled no reply}
     * @param time the time limit that the client exceeded; a callback that took more than half of it is the cause
     */
    private void giveUp(boolean maybeSent, String late, Duration time) {
        process.callers().forget(from);
        delay = process.described() + " " + late + " within " + timeout() + ": "
                + BusyClient.why(time, process.runningFor(), process.running());
        stage.complete(lost(maybeSent));
    }

    private Reply.Lost lost(boolean maybeSent) {
        return new Reply.Lost(new Failure.TimedOut(timeout()), maybeSent);
    }

    private boolean isMade() {
        return state.get() == State.MADE;
    }

    private ProcessRuntime runtime() {
        return process.settings().runtime();
    }
}
