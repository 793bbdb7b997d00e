package dev.slipstream;

import dev.slipstream.core.Operation;
import dev.slipstream.core.Socket;
import dev.slipstream.core.machine.client.JoinEnd;
import dev.slipstream.process.ClientProcess;
import dev.slipstream.process.PendingCalls;
import dev.slipstream.process.ProcessRuntime;
import dev.slipstream.process.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets a thread that does not belong to the client wait for a join. The wait ends when the topic is joined, when the
 * topic cannot be joined any more, or when a time limit has passed.
 */
final class OutsideJoin {

    private static final String NEVER_REQUESTED =
            "the client did not ask for it; call socket.join or channel.join, or check the name of the topic";

    private final Supervisor supervisor;
    private final ClientProcess process;
    private final String topic;
    private final Duration patience;
    private final ClientStage<@Nullable Void> done;
    private final AtomicBoolean isCounted = new AtomicBoolean();

    /**
     * Makes a wait that has not begun.
     *
     * @param patience how long to wait for user code to connect, and then again for user code to ask for the join.
     *     After a call of {@link #limit}, also the limit of the whole wait
     */
    OutsideJoin(Supervisor supervisor, ClientProcess process, String topic, Duration patience) {
        this.supervisor = supervisor;
        this.process = process;
        this.topic = topic;
        this.patience = patience;
        this.done = new ClientStage<>(supervisor);
    }

    /**
     * Begins the wait. Returns false if the process did not accept it.
     *
     * @throws IllegalStateException if too many callers wait
     */
    boolean begin() {
        if (!process.reserveJoin()) {
            throw new IllegalStateException("cannot wait for " + awaited() + " by " + process.described() + ": "
                    + process.settings().maxMessages() + " callers already wait for joins; call whenJoined or join with"
                    + " a timeout, cancel stages that you no longer need, or raise StartOptions.maxMessages");
        }
        isCounted.set(true);
        PendingCalls.PendingCall<Void> waiting = process.callers().add();
        if (!process.awaitJoin(topic, waiting.from(), patience)) {
            process.callers().forget(waiting.from());
            release();
            return false;
        }
        CompletionStage<Void> unusedAnswer = waiting.answer()
                .thenAcceptAsync(this::complete, process.settings().runtime()::elsewhere);
        // The stage may also complete because user code cancels it, or because the time limit has passed.
        CompletionStage<@Nullable Void> unused = done.whenComplete((value, thrown) -> {
            release();
            if (!waiting.answer().isDone()) {
                process.forgetJoin(topic, waiting.from());
            }
        });
        return true;
    }

    /** Limits the whole wait to the patience, even if a callback blocks the client. */
    void limit() {
        ProcessRuntime runtime = process.settings().runtime();
        Scheduler.Timer timer = runtime.scheduler()
                .at(
                        runtime.clock().now().plus(patience),
                        () -> runtime.elsewhere(() -> {
                            release();
                            done.completeExceptionally(late(remedy()));
                        }));
        CompletionStage<@Nullable Void> unused = done.whenComplete((value, thrown) -> timer.cancel());
    }

    CompletionStage<@Nullable Void> stage() {
        return done;
    }

    /**
     * Subtracts this caller from the number of waiting callers, which is limited. Called before the stage completes,
     * because a dependent stage may begin another wait.
     */
    private void release() {
        if (isCounted.compareAndSet(true, false)) {
            process.releaseJoin();
        }
    }

    private void complete(Operation.AnswerCaller answer) {
        release();
        switch (answer) {
            case Operation.AnswerCaller.Answer(var from, JoinEnd end) -> done.completeExceptionally(exception(end));
            case Operation.AnswerCaller.Answer joined -> done.complete(null);
            case Operation.AnswerCaller.Ended(var from, var why) ->
                done.completeExceptionally(supervisor.refused(process, why));
            case Operation.AnswerCaller.Refusal(var from, var why) -> // cannot happen: not a call
                done.completeExceptionally(new CallRefusedException(why));
            case Operation.AnswerCaller.Thrown(var from, var thrown) -> done.completeExceptionally(thrown);
        }
    }

    private RuntimeException exception(JoinEnd end) {
        return switch (end) {
            case JoinEnd.Closed(var reason) -> new JoinFailedException(topic, reason);
            case JoinEnd.Left(var cause) ->
                new AwaitEndedException(awaited(), new AwaitEndReason.TopicLeft(topic, cause));
            case JoinEnd.Disconnected(var reason) -> AwaitEndedException.notConnecting(awaited(), reason);
            case JoinEnd.NeverConnected() -> late("the client never connected; call socket.connect first");
            case JoinEnd.NeverRequested() -> late(NEVER_REQUESTED);
        };
    }

    private String awaited() {
        return "the join of " + topic;
    }

    private AwaitTimeoutException late(String remedy) {
        return new AwaitTimeoutException(awaited(), patience, remedy + " (" + process.running() + ")");
    }

    /** Says why the topic is not joined yet, and what the caller can do. */
    private String remedy() {
        Socket socket = process.socket();
        return switch (socket.status(topic)) {
            case NONE -> socket.isConnected() ? notRequested() : notConnected();
            case WANTED -> notConnected();
            case REQUESTED -> "the server has not answered; wait longer, or check join/3 of the channel";
            case CLOSED -> "the topic closed, and the client has not joined it again; see the log for the reason";
            case LEAVING -> "the client is leaving the topic; call socket.join or channel.join again";
            case JOINED -> "the topic was joined immediately after the timeout; pass a longer timeout";
        };
    }

    /** Says why the client did not ask for the join. The reason may be a callback that blocks the client. */
    private String notRequested() {
        boolean isBlocked = process.runningFor().compareTo(patience.dividedBy(2)) > 0;
        return isBlocked
                ? "the client has not asked for it yet, and a callback or handler blocks the client; let another"
                        + " thread do slow work, or wait longer"
                : NEVER_REQUESTED;
    }

    private String notConnected() {
        return "the connection is " + process.status() + "; wait longer, or see the log for the reason";
    }
}
