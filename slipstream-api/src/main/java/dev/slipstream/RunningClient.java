package dev.slipstream;

import dev.slipstream.core.DurationLimits;
import dev.slipstream.core.From;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.Callback;
import dev.slipstream.process.ClientProcess;
import dev.slipstream.process.PendingCalls;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A client that runs, as other threads see it.
 *
 * <p>All methods may be called by any thread. What they send waits in the client's mailbox behind what is there already.
 * Once the client has ended, and for what still waits then, a call is refused and a request is lost; what is sent, cast or
 * run goes nowhere and nobody is told, as it could not be if the client ended a moment later. {@link #whenStopped} tells.
 *
 * <p>Where it is started again after an end, this is the handle of the new run as well; what waited for the old one is gone.
 */
public final class RunningClient implements AutoCloseable {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final Supervisor supervisor;

    RunningClient(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    /**
     * Sends a message, which comes to {@code handleInfo}.
     *
     * @throws IllegalStateException if the mailbox is full: as many messages wait as {@link StartOptions#maxMessages}
     */
    public void send(Object message) {
        enqueue(supervisor.process(), new Callback.Info(Objects.requireNonNull(message, "message")));
    }

    /**
     * Sends a message, which comes to {@code handleCast}.
     *
     * @throws IllegalStateException if the mailbox is full
     */
    public void cast(Object message) {
        enqueue(supervisor.process(), new Callback.Cast(Objects.requireNonNull(message, "message")));
    }

    /**
     * Runs a step as if it were a callback: what it writes is posted when it returns.
     *
     * @throws IllegalStateException if the mailbox is full
     */
    public void run(UnaryOperator<Socket> step) {
        enqueue(supervisor.process(), new Callback.Run(Objects.requireNonNull(step, "step")));
    }

    /**
     * Asks the client something and waits up to 5 s for the answer: a message that holds whom to answer comes to
     * {@code handleCall}.
     *
     * <pre>{@code
     * record Ping(From<String> from) {}
     * String pong = client.call(Ping::new);
     * }</pre>
     *
     * @throws CallRefusedException if the callback refuses or throws, or the client has ended or ends
     * @throws AwaitTimeoutException if no answer comes in time
     * @throws IllegalStateException if the client calls itself: it could never answer
     */
    public <T> T call(Function<From<T>, ?> message) {
        return call(message, CALL_TIMEOUT);
    }

    /** As {@link #call(Function)}, with a timeout of its own: more than 0, {@link DurationLimits#LONGEST} at most. */
    @SuppressWarnings("unchecked") // From<T> is answered with a T: Socket.answer sees to it
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

    /**
     * Pushes a message, and completes with its one outcome, a reply or {@link Reply.Lost}; it never fails. What depends on
     * it runs on a virtual thread.
     *
     * @throws IllegalArgumentException at once if the payload cannot be encoded, or the event's name is Phoenix's own
     * @throws IllegalStateException if the mailbox is full
     */
    public CompletionStage<Reply> request(String topic, String event, Object payload) {
        Objects.requireNonNull(topic, "topic");
        if (Objects.requireNonNull(event, "event").startsWith("phx_")) {
            throw new IllegalArgumentException(
                    "cannot push " + event + " to " + topic + ": events that begin with phx_ are Phoenix's own");
        }
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

    /** The socket as the last callback left it, but for its next ref. What is written on it goes nowhere. */
    public Socket socket() {
        return supervisor.process().socket();
    }

    /**
     * Asks the client to end, after the callback that runs. Behind a {@link StopReason.Shutdown} it is not started again,
     * whatever its {@link RestartPolicy} says.
     */
    public void stop(StopReason reason) {
        supervisor.stop(Objects.requireNonNull(reason, "reason"));
    }

    /** Completes with the reason when the client has ended, after {@code terminate}, and is not started again. */
    public CompletionStage<StopReason> whenStopped() {
        return supervisor.whenEnded();
    }

    /** Ends the client, and waits up to 10 s until it has; in a callback of its own it does not wait. */
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
                        .log(System.Logger.Level.WARNING, "a callback still runs " + CLOSE_PATIENCE + " after close()");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void refuseOwnCall(String callback) {
        throw new IllegalStateException("a client cannot call itself: " + callback
                + " would wait, and until it returns nothing is answered; use its socket instead");
    }

    private static void enqueue(ClientProcess process, Callback callback) {
        if (!process.send(callback)) {
            throw new IllegalStateException(
                    "the mailbox is full: " + process.settings().maxMessages() + " messages wait");
        }
    }

    private static Operation.AnswerCaller waited(
            ClientProcess process, PendingCalls.PendingCall<?> waiting, Duration timeout) {
        try {
            if (process.settings().runtime().await(waiting.answer(), timeout)) {
                return waiting.answer().join();
            }
            process.callers().forget(waiting.from());
            throw new AwaitTimeoutException(timeout);
        } catch (InterruptedException e) {
            process.callers().forget(waiting.from());
            Thread.currentThread().interrupt();
            throw new AwaitInterruptedException();
        }
    }
}
