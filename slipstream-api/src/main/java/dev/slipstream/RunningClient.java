package dev.slipstream;

import dev.slipstream.core.DurationLimits;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.process.ClientProcess;
import dev.slipstream.process.PendingCalls;
import dev.slipstream.process.ProcessRuntime;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The handle through which other threads use a running client.
 *
 * <p>All methods are thread-safe. Messages go to the end of the client's mailbox. When the client ends, calls in the
 * mailbox and later calls are refused, and requests are lost. Sends, casts and runs are dropped silently, because a
 * client may end at any time before it handles a message. Use {@link #whenStopped} to learn of the end.
 *
 * <p>After a restart the handle belongs to the new run. Messages that were still in the mailbox of the old run are
 * dropped.
 */
public final class RunningClient implements AutoCloseable {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    /** How much longer than its timeout a push waits for its answer. The answer comes at once, unless there is a bug. */
    private static final Duration ANSWER_GRACE = Duration.ofSeconds(10);

    private final Supervisor supervisor;

    RunningClient(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    /**
     * Sends a message to {@code handleInfo}.
     *
     * @throws IllegalStateException if the mailbox is full, because {@link StartOptions#maxMessages} messages wait
     */
    public void send(Object message) {
        enqueue(supervisor.process(), new Callback.Info(Objects.requireNonNull(message, "message")));
    }

    /**
     * Sends a message to {@code handleCast}.
     *
     * @throws IllegalStateException if the mailbox is full
     */
    public void cast(Object message) {
        enqueue(supervisor.process(), new Callback.Cast(Objects.requireNonNull(message, "message")));
    }

    /**
     * Runs a step as a callback. When the step returns, the operations of its socket are applied.
     *
     * @throws IllegalStateException if the mailbox is full
     */
    public void run(UnaryOperator<Socket> step) {
        enqueue(supervisor.process(), new Callback.Run(Objects.requireNonNull(step, "step")));
    }

    /**
     * Calls the client and waits up to 5 s for the answer. The message reaches {@code handleCall}, and holds the
     * {@link From} that the answer goes to.
     *
     * <pre>{@code
     * record Ping(From<String> from) {}
     * String pong = client.call(Ping::new);
     * }</pre>
     *
     * @throws CallRefusedException if the callback refuses or throws, or the client ends or has already ended
     * @throws AwaitTimeoutException if no answer arrives in time
     * @throws IllegalStateException if the client calls itself, because it cannot answer while its callback waits
     */
    public <T> T call(Function<From<T>, ?> message) {
        return call(message, CALL_TIMEOUT);
    }

    /** As {@link #call(Function)}, with this timeout: more than 0, {@link DurationLimits#LONGEST} at most. */
    @SuppressWarnings("unchecked") // Socket.answer accepts only a T for a From<T>
    public <T> T call(Function<From<T>, ?> message, Duration timeout) {
        Objects.requireNonNull(message, "message");
        DurationLimits.positive("timeout of the call", timeout);
        ClientProcess process = supervisor.process();
        process.callbackHere().ifPresent(RunningClient::refuseOwnCall);
        PendingCalls.PendingCall<T> waiting = process.callers().add();
        try {
            enqueue(process, new Callback.Call(waiting.from(), message.apply(waiting.from())));
        } catch (RuntimeException e) {
            process.callers().forget(waiting.from());
            throw e;
        }
        return switch (waited(process, waiting, timeout)) {
            case Operation.AnswerCaller.Answer(var from, var value) -> (T) value;
            case Operation.AnswerCaller.Refusal(var from, var why) -> throw new CallRefusedException(why);
        };
    }

    /** Pushes a message without a payload (<code>{}</code>), as {@link #request(String, String, Object)} does. */
    public CompletionStage<Reply> request(String topic, String event) {
        return request(topic, event, Map.of());
    }

    /**
     * Pushes a message, and waits until the outbound queue of the connection has room for it. Use this to send much:
     *
     * <pre>{@code
     * for (Row row : rows) {
     *     client.push("imports:1", "row", row, Duration.ofSeconds(30));
     * }
     * }</pre>
     *
     * <p>The call blocks, instead of returning a stage, because a loop then sends no faster than the server reads. A
     * stage would return at once, and the loop would collect all its messages in memory. Blocking a virtual thread is
     * cheap.
     *
     * <p>When this method returns, the message is in the outbound queue, after all earlier messages of this thread. The
     * server may still not receive it if the connection ends; use {@link #request} for an outcome. A later reply
     * reaches {@code handleReply}. The method waits while the queue is more than half full, so that other pushes, joins
     * and heartbeats find room. Threads that wait are served in the order in which their pushes reached the connection.
     *
     * @param timeout how long to wait in all: more than 0, {@link DurationLimits#LONGEST} at most
     * @throws PushFailedException if there was no room in time, the topic is not joined or closes, or the connection or
     *     the client ends. Unless {@link PushFailedException#maybeSent}, the message was not sent, and is not sent later
     * @throws AwaitInterruptedException if the thread is interrupted; the message may still be sent within the timeout
     * @throws IllegalArgumentException if the payload cannot be encoded, Phoenix reserves the event name, or the
     *     timeout is not more than 0
     * @throws IllegalStateException if called in one of the client's own callbacks, or the mailbox is full
     */
    public void push(String topic, String event, @Nullable Object payload, Duration timeout) {
        LiveSocket.checkedEvent(Objects.requireNonNull(topic, "topic"), event);
        DurationLimits.positive("timeout of the push " + event, timeout);
        ClientProcess process = supervisor.process();
        process.callbackHere().ifPresent(callback -> refuseOwnPush(topic, event, callback));
        Payload encoded = process.settings().serializer().encode(payload);
        ProcessRuntime runtime = process.settings().runtime();
        Duration deadline = runtime.clock().now().plus(timeout);
        PendingCalls.PendingCall<Failure> waiting = process.callers().add();
        OutsidePush push = new OutsidePush(waiting.from(), topic, event, encoded, runtime.clock(), deadline);
        try {
            enqueue(process, new Callback.Run(push::offer));
            // If the client has not handled the push in time, it never will. Otherwise the connection answers, at the
            // latest when the time is over.
            if (!runtime.await(waiting.answer(), timeout)
                    && (push.giveUp() || !runtime.await(waiting.answer(), ANSWER_GRACE))) {
                throw new PushFailedException(topic, event, new Failure.TimedOut(timeout), push.isOffered());
            }
            PushFailedException.throwUnlessAccepted(
                    topic, event, timeout, waiting.answer().join(), push.isOffered());
        } catch (InterruptedException e) {
            boolean unused = push.giveUp();
            Thread.currentThread().interrupt();
            throw new AwaitInterruptedException();
        } finally {
            process.callers().forget(waiting.from());
        }
    }

    /**
     * Pushes a message. The stage completes with a reply or {@link Reply.Lost}, and never exceptionally. Dependent
     * stages run on a virtual thread.
     *
     * @throws IllegalArgumentException at once if the payload cannot be encoded, or Phoenix reserves the event name
     * @throws IllegalStateException if the mailbox is full
     */
    public CompletionStage<Reply> request(String topic, String event, @Nullable Object payload) {
        LiveSocket.checkedEvent(Objects.requireNonNull(topic, "topic"), event);
        ClientProcess process = supervisor.process();
        Payload encoded = process.settings().serializer().encode(payload);
        PendingCalls.PendingCall<Reply> waiting = process.callers().add();
        OutsideRequest asked = new OutsideRequest(waiting.from());
        try {
            enqueue(process, new Callback.Run(socket -> asked.ask(topic, event, encoded, socket)));
        } catch (RuntimeException e) {
            process.callers().forget(waiting.from());
            throw e;
        }
        return waiting.answer()
                .thenApplyAsync(asked::complete, process.settings().runtime()::elsewhere)
                .minimalCompletionStage();
    }

    /**
     * The socket of the last callback; its next ref may be outdated. Operations added to this socket are never applied.
     */
    public Socket socket() {
        return supervisor.process().socket();
    }

    /**
     * Asks the client to end after the running callback. The {@link RestartPolicy} does not restart a client that was
     * stopped with a {@link StopReason.Shutdown}.
     */
    public void stop(StopReason reason) {
        supervisor.stop(Objects.requireNonNull(reason, "reason"));
    }

    /** Completes with the reason after {@code terminate}, when the client has ended and is not restarted. */
    public CompletionStage<StopReason> whenStopped() {
        return supervisor.whenEnded();
    }

    /** Ends the client and waits up to 10 s for its end. A call in one of the client's callbacks does not wait. */
    @Override
    public void close() {
        supervisor.stop(new StopReason.Shutdown());
        ClientProcess process = supervisor.process();
        if (process.callbackHere().isEmpty()) {
            try {
                if (process.settings().runtime().await(supervisor.whenEnded().toCompletableFuture(), CLOSE_PATIENCE)) {
                    return;
                }
                System.getLogger("dev.slipstream")
                        .log(
                                System.Logger.Level.WARNING,
                                process.described() + ": a callback still runs " + CLOSE_PATIENCE
                                        + " after close(), which no longer waits for it");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void refuseOwnPush(String topic, String event, String callback) {
        throw new IllegalStateException(
                "cannot wait for room to push " + event + " to " + topic + " in " + callback
                        + ", because the client sends after this callback; use socket.push, or Slipstream.session(socket).push");
    }

    private static void refuseOwnCall(String callback) {
        throw new IllegalStateException("a client cannot call itself: " + callback
                + " would wait for an answer of a later callback; use the socket instead");
    }

    private static void enqueue(ClientProcess process, Callback callback) {
        if (!process.send(callback)) {
            throw new IllegalStateException("cannot send to " + process.described() + ": its mailbox is full, "
                    + process.settings().maxMessages()
                    + " messages wait; send less often, or raise StartOptions.maxMessages");
        }
    }

    private static Operation.AnswerCaller waited(
            ClientProcess process, PendingCalls.PendingCall<?> waiting, Duration timeout) {
        try {
            if (process.settings().runtime().await(waiting.answer(), timeout)) {
                return waiting.answer().join();
            }
            process.callers().forget(waiting.from());
            throw new AwaitTimeoutException(
                    "the answer of " + process.described() + " to a call",
                    timeout,
                    "answer it in handleCall with socket.answer, or pass a longer timeout");
        } catch (InterruptedException e) {
            process.callers().forget(waiting.from());
            Thread.currentThread().interrupt();
            throw new AwaitInterruptedException();
        }
    }
}
