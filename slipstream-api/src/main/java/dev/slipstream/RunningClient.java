// This file has more than 300 lines, because it lists everything that other threads can do with a client.
package dev.slipstream;

import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DurationLimits;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadChecks;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.state.SocketChecks;
import dev.slipstream.process.ClientProcess;
import dev.slipstream.process.PendingCalls;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The handle through which other threads use a client.
 *
 * <p>All methods are thread-safe. Messages go to the end of the client's mailbox. When the client ends, messages in the
 * mailbox are dropped, calls are refused, and requests are lost ({@link Reply.Lost}). Stages of {@link #run} and
 * {@link #whenJoined(String)} complete with {@link ClientEndedException}. Later calls of {@link #send}, {@link #cast},
 * {@link #run} and {@link #whenJoined(String)} throw it. {@link #whenStopped} notifies you of the end.
 *
 * <p>Stages complete on a virtual thread, after a callback has returned or when a timeout has passed. In a callback of
 * this client, {@code join} and {@code get} of a stage that is not complete throw {@link IllegalStateException}. In a
 * callback, wait with {@link Slipstream#session} instead.
 *
 * <p>A telemetry listener can capture the context of the calling thread, such as its trace
 * ({@link dev.slipstream.core.Telemetry#capture}). Then {@link #run}, {@code request}, {@code push}, {@link #send},
 * {@link #cast} and {@code call} pass the captured context to their callbacks and stages.
 *
 * <p>After a restart the handle belongs to the new client object. Messages in the mailbox of the old one are dropped.
 */
public final class RunningClient implements AutoCloseable {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    /** How long {@link #whenJoined} waits for user code to connect, and then again for it to ask for the join. */
    private static final Duration REQUEST_PATIENCE = Duration.ofSeconds(10);

    private final Supervisor supervisor;

    RunningClient(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    /**
     * Starts a client that {@link Slipstream#prepare} made. Returns before its {@code init} has run.
     *
     * @throws IllegalStateException if the client was started or closed before, or another one with this name runs
     */
    public RunningClient start() {
        return supervisor.start();
    }

    /**
     * Sends a message to {@code handleInfo}.
     *
     * @throws ClientEndedException if the client has ended
     * @throws IllegalStateException if the mailbox is full ({@link StartOptions#maxMessages} messages wait), or the
     *     client is not started
     */
    public void send(Object message) {
        Objects.requireNonNull(message, "message");
        ClientProcess process = started();
        enqueue(process, new Callback.Info(CallerContext.addTo(message, process)));
    }

    /**
     * Sends a message to {@code handleCast}.
     *
     * @throws ClientEndedException if the client has ended
     * @throws IllegalStateException if the mailbox is full, or the client is not started
     */
    public void cast(Object message) {
        Objects.requireNonNull(message, "message");
        ClientProcess process = started();
        enqueue(process, new Callback.Cast(CallerContext.addTo(message, process)));
    }

    /**
     * Runs a function, the step, as a callback. When the step returns a socket, the operations of this socket are
     * applied, and the stage completes.
     *
     * <p>If the step throws, its operations are discarded and the stage completes with that exception. If the step
     * returns null or the socket of another callback, the stage also completes exceptionally. Nothing is logged, and
     * the client continues. Only a {@link VirtualMachineError} other than {@link StackOverflowError} ends the client.
     * If the client ends first, the stage completes with {@link ClientEndedException}.
     *
     * @throws ClientEndedException if the client has ended
     * @throws IllegalStateException if the mailbox is full, or the client is not started
     */
    public CompletionStage<@Nullable Void> run(UnaryOperator<Socket> step) {
        Objects.requireNonNull(step, "step");
        ClientProcess process = started();
        CallerContext context = CallerContext.of(process);
        PendingCalls.PendingCall<Void> waiting = process.callers().add();
        try {
            enqueue(process, new Callback.Run(context.around(step), waiting.from()));
        } catch (RuntimeException e) {
            process.callers().forget(waiting.from());
            throw e;
        }
        return context.stage(supervisor, waiting);
    }

    /**
     * Calls the client and waits up to 5 s for the answer. The message reaches {@code handleCall}. It contains the
     * {@link From} that the client needs to answer the call.
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
    public <T> T call(Function<From<T>, ?> message, Duration timeout) {
        Objects.requireNonNull(message, "message");
        DurationLimits.positive("timeout of the call", timeout);
        ClientProcess process = started();
        OutsideCall.refuseInCallback(process);
        PendingCalls.PendingCall<T> waiting = process.callers().add();
        From<T> from = waiting.from();
        enqueue(process, waiting, () -> new Callback.Call(from, CallerContext.addTo(message.apply(from), process)));
        return OutsideCall.await(supervisor, process, waiting, timeout);
    }

    /** As {@link #request(String, String, Object)}, without a payload (<code>{}</code>). */
    public CompletionStage<Reply> request(String topic, String event) {
        return request(topic, event, Map.of());
    }

    /**
     * Pushes a message, and waits until the outbound queue of the connection has room for it. Use this method to send
     * many messages:
     *
     * <pre>{@code
     * for (Row row : rows) {
     *     client.push("imports:1", "row", row, Duration.ofSeconds(30));
     * }
     * }</pre>
     *
     * <p>The call blocks, so this loop sends no faster than the server reads. Blocking a virtual thread is cheap.
     *
     * <p>When this method returns, the message is in the outbound queue, after all earlier messages of this thread. The
     * server may still not receive it if the connection ends; use {@link #request} for an outcome. A later reply
     * reaches {@code handleReply}. The method waits while the queue is more than half full, so that other pushes, joins
     * and heartbeats find room. Threads that wait are served in the order in which their pushes reached the connection.
     *
     * @param timeout how long to wait in all: more than 0, {@link DurationLimits#LONGEST} at most
     * @throws PushFailedException if there was no room in time, if the topic is not joined or closes, or if the
     *     connection or the client ends. If {@link PushFailedException#maybeSent} is false, the message was not and
     *     will not be sent
     * @throws AwaitInterruptedException if the thread is interrupted; the message may still be sent within the timeout
     * @throws IllegalArgumentException if the payload cannot be encoded, Phoenix reserves the event name, or the
     *     timeout is not more than 0
     * @throws IllegalStateException if called in one of the client's own callbacks, or the mailbox is full
     */
    public void push(String topic, String event, @Nullable Object payload, Duration timeout) {
        SocketChecks.event(Objects.requireNonNull(topic, "topic"), event);
        PayloadChecks.payload(event, payload);
        DurationLimits.positive("timeout of the push " + event, timeout);
        ClientProcess process = started();
        OutsidePush.refuseInCallback(process, topic, event);
        Payload encoded = process.settings().serializer().encode(payload);
        PendingCalls.PendingCall<Failure> waiting = process.callers().add();
        OutsidePush push = new OutsidePush(process, waiting.from(), topic, event, encoded, timeout);
        try {
            UnaryOperator<Socket> step = CallerContext.of(process).around(push::offer);
            enqueue(process, waiting, () -> new Callback.Run(step, null));
            push.await(waiting.answer());
        } finally {
            process.callers().forget(waiting.from());
        }
    }

    /** As {@link #push(String, String, Object)}, without a payload (<code>{}</code>). */
    public void push(String topic, String event) {
        push(topic, event, Map.of());
    }

    /**
     * Pushes a message without waiting for a reply or for room, as {@link Socket#push(String, String, Object)} does in
     * a callback. A reply, or the failure of a push that was not sent, reaches {@code handleReply}. If the topic was
     * never joined, or the client ends first, the push is dropped and reported as {@link Observation.PushDropped}.
     *
     * @throws ClientEndedException if the client has ended
     * @throws IllegalArgumentException if the payload cannot be encoded, or Phoenix reserves the event name
     * @throws IllegalStateException if the mailbox is full, or the client is not started
     */
    public void push(String topic, String event, @Nullable Object payload) {
        SocketChecks.event(Objects.requireNonNull(topic, "topic"), event);
        PayloadChecks.payload(event, payload);
        ClientProcess process = started();
        Payload encoded = process.settings().serializer().encode(payload);
        enqueue(process, OutsidePush.plain(process, topic, event, encoded));
    }

    /**
     * Pushes a message. The stage completes with a reply or {@link Reply.Lost}, and never exceptionally.
     * {@link dev.slipstream.core.Configuration#requestTimeout()} applies.
     *
     * <p>The timeout begins with this call. The stage also completes with {@link Reply.Lost} if a callback blocks the
     * client for that long. A request that the client has not started by then is never sent. If the client has started
     * the request, the stage may complete up to 1 s after the timeout, because only the client knows whether it sent
     * the request.
     *
     * @throws IllegalArgumentException at once if the payload cannot be encoded, or Phoenix reserves the topic or the
     *     event name
     * @throws IllegalStateException if the mailbox is full, or the client is not started
     */
    public CompletionStage<Reply> request(String topic, String event, @Nullable Object payload) {
        return ask(topic, event, payload, null).stage();
    }

    /** As {@link #request(String, String, Object)}, with this timeout: more than 0. */
    public CompletionStage<Reply> request(String topic, String event, @Nullable Object payload, Duration timeout) {
        DurationLimits.positive("timeout of the request " + event, timeout);
        return ask(topic, event, payload, timeout).stage();
    }

    /**
     * Pushes a message. The stage completes with the response of an ok reply, decoded to this type.
     *
     * <p>Otherwise it completes exceptionally:
     *
     * <ul>
     *   <li>{@link ReplyException}: the reply has another status.
     *   <li>{@link RequestLostException}: there is no reply.
     *   <li>{@link PayloadMismatchException}: the response does not fit the type.
     * </ul>
     *
     * @throws IllegalArgumentException as {@link #request(String, String, Object)}
     * @throws IllegalStateException as {@link #request(String, String, Object)}
     */
    public <T> CompletionStage<T> request(String topic, String event, @Nullable Object payload, Class<T> type) {
        return new TypedReply<>(topic, event, type).after(ask(topic, event, payload, null), supervisor);
    }

    /** As {@link #request(String, String, Object, Class)}, with this timeout: more than 0. */
    public <T> CompletionStage<T> request(
            String topic, String event, @Nullable Object payload, Class<T> type, Duration timeout) {
        DurationLimits.positive("timeout of the request " + event, timeout);
        return new TypedReply<>(topic, event, type).after(ask(topic, event, payload, timeout), supervisor);
    }

    /**
     * Waits for a join: the stage completes when the topic is joined, or at once if it is joined already.
     *
     * <p>The wait has no limit while the client connects or reconnects, or after user code has asked for the join.
     * Otherwise user code has 10 s to call {@code connect}, and then 10 s to ask for the join. The second 10 s count
     * only while a connection is open.
     *
     * <p>The stage completes exceptionally if the client no longer tries to join the topic. The client first runs the
     * callback that reports the cause, such as {@code handleTopicClose}. This callback may ask for another join.
     *
     * <ul>
     *   <li>{@link JoinFailedException}: the join failed or the channel crashed, and the client does not retry.
     *   <li>{@link AwaitEndedException}: the topic was left, or the client is disconnected and does not reconnect.
     *   <li>{@link AwaitTimeoutException}: user code did not connect, or ask for the join, in time. Check the topic's
     *       name.
     *   <li>{@link ClientEndedException}: the client has ended.
     * </ul>
     *
     * <p>To end the wait, call {@code toCompletableFuture().cancel(false)} on this stage, not on a stage that depends
     * on it.
     *
     * @throws ClientEndedException if the client has ended
     * @throws IllegalStateException if the mailbox is full, {@link StartOptions#maxMessages} callers already wait for
     *     joins, or the client is not started
     */
    public CompletionStage<@Nullable Void> whenJoined(String topic) {
        return join(topic, REQUEST_PATIENCE).stage();
    }

    /**
     * As {@link #whenJoined(String)}, but waits for this long at most, whatever the client does. After that time the
     * stage completes with {@link AwaitTimeoutException}, which says why the topic is not joined.
     *
     * @param timeout more than 0, {@link DurationLimits#LONGEST} at most
     */
    public CompletionStage<@Nullable Void> whenJoined(String topic, Duration timeout) {
        DurationLimits.positive("timeout of the join", timeout);
        OutsideJoin waiting = join(topic, timeout);
        waiting.limit();
        return waiting.stage();
    }

    private OutsideJoin join(String topic, Duration patience) {
        SocketChecks.topic(topic);
        ClientProcess process = started();
        OutsideJoin waiting = new OutsideJoin(supervisor, process, topic, patience);
        if (!waiting.begin()) {
            throw refusal(process);
        }
        return waiting;
    }

    /** Whether the calling thread runs a callback of this client now. If so, it must not wait for the client. */
    public boolean isInCallback() {
        return supervisor.process().callbackHere().isPresent();
    }

    /** The status of the connection after the last callback. */
    public ConnectionStatus status() {
        return supervisor.process().status();
    }

    /**
     * The socket of the last callback, only for reading. Its {@link Socket#nextRef} may be outdated. An operation on
     * this socket throws; use {@link #run} instead.
     */
    public Socket socket() {
        return supervisor.process().socket();
    }

    /**
     * Reports a problem of your own code. The client logs it as a WARNING with the name of the client, unless the
     * client is {@link StartOptions#isQuiet() quiet}. Telemetry receives {@link Observation.ProblemReported}. The first
     * line of each cause is written at once. Further lines are counted, and the count is written at most once a minute.
     *
     * @param cause a short name of the cause, without text that the server sent
     * @param detail what happened, and what to do. Do not put a secret in it
     */
    public void report(String cause, String detail) {
        supervisor.process().observed(new Observation.ProblemReported(cause, detail));
    }

    /**
     * Reports an exception of your own code that runs outside of callbacks, such as a listener. The client logs it
     * whole at ERROR, as it logs the exception of a callback. Lines are limited for each pair of cause and exception
     * class, like the lines of {@link #report(String, String)}. Telemetry receives {@link Observation.HandlerFailed}.
     *
     * @param cause a short name of the code that threw, without text that the server sent
     * @param what which code threw, and the consequence, as in {@code listener A threw, and the others still run}
     */
    public void report(String cause, String what, Throwable thrown) {
        report(cause, what, thrown, "", "");
    }

    /**
     * As {@link #report(String, String, Throwable)}, for code that handles a topic. Telemetry also receives the topic
     * and the event. If the code received a message and threw {@link PayloadMismatchException}, the client reports
     * {@link Observation.PayloadMismatched} instead, and logs it as a WARNING.
     *
     * @param topic the topic; empty if there is none
     * @param event the event of the message that the code received; empty if it received no message
     */
    public void report(String cause, String what, Throwable thrown, String topic, String event) {
        supervisor.process().handlerFailed(cause, what, Objects.requireNonNull(thrown, "thrown"), topic, event);
    }

    /**
     * Asks the client to end after the running callback. No {@link RestartPolicy} restarts a client after
     * {@link StopReason.Shutdown}. If the policy does not restart a client after the given reason, this client is not
     * restarted, even if it fails before it handles this call.
     */
    public void stop(StopReason reason) {
        supervisor.stop(Objects.requireNonNull(reason, "reason"));
    }

    /**
     * Returns a stage that completes with the reason when the client has ended and is not restarted. It completes after
     * {@code terminate} has returned.
     */
    public CompletionStage<StopReason> whenStopped() {
        return supervisor.whenEnded();
    }

    /**
     * Waits without a limit until the client has ended and is not restarted, and returns the reason. Call this in a
     * {@code main} method, because the threads of a client do not keep the JVM alive.
     *
     * @throws AwaitInterruptedException if the thread is interrupted
     * @throws IllegalStateException if called in a callback of this client, because the client could then never end; or
     *     if the client is not started
     */
    public StopReason awaitStopped() {
        ClientProcess process = started();
        process.callbackHere().ifPresent(callback -> {
            throw new IllegalStateException("cannot wait for the end of " + process.described() + " in its " + callback
                    + ": it ends only after its callbacks have returned; return socket.stop(reason) instead");
        });
        CompletableFuture<StopReason> ended = supervisor.whenEnded().toCompletableFuture();
        try {
            while (!process.settings().runtime().await(ended, DurationLimits.LONGEST)) {}
            return ended.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwaitInterruptedException();
        }
    }

    /** Ends the client and waits up to 10 s for its end. A call in one of the client's callbacks does not wait. */
    @Override
    public void close() {
        supervisor.stop(new StopReason.Shutdown());
        ClientProcess process = supervisor.process();
        if (!isInCallback()) {
            try {
                if (!process.settings().runtime().await(supervisor.whenEnded().toCompletableFuture(), CLOSE_PATIENCE)) {
                    String late = process.described() + ": it has not ended within " + CLOSE_PATIENCE.toSeconds()
                            + " s, so close() no longer waits: " + process.running();
                    System.getLogger("dev.slipstream").log(System.Logger.Level.WARNING, late);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // --- messages ---------------------------------------------------------------------------------------------------

    private ClientProcess started() {
        ClientProcess process = supervisor.process();
        if (supervisor.isOnlyPrepared()) {
            throw new IllegalStateException(
                    "cannot use " + process.described() + ": it is not started; call start first");
        }
        return process;
    }

    private void enqueue(ClientProcess process, Callback callback) {
        if (!process.send(callback)) {
            throw refusal(process);
        }
    }

    /**
     * Adds a callback to the mailbox, for a caller that waits for an answer. If the client has ended, throws nothing,
     * because the ending process refuses the caller.
     */
    private void enqueue(ClientProcess process, PendingCalls.PendingCall<?> waiting, Supplier<Callback> callback) {
        if (waiting.answer().isDone()) {
            return; // refused already
        }
        try {
            enqueue(process, callback.get());
        } catch (ClientEndedException ended) {
            // The end of the process refuses all callers, after it has closed the mailbox.
        } catch (RuntimeException e) {
            process.callers().forget(waiting.from());
            throw e;
        }
    }

    /** Returns the exception for a message that the process did not accept. */
    private RuntimeException refusal(ClientProcess process) {
        String what = "cannot send to " + process.described();
        return process.ended()
                .<RuntimeException>map(
                        reason -> new ClientEndedException(what, "it has ended: " + reason, supervisor.remedy(reason)))
                .orElseGet(() -> new IllegalStateException(what + ": its mailbox is full, "
                        + process.settings().maxMessages()
                        + " messages wait; send less often, or raise StartOptions.maxMessages"));
    }

    private OutsideRequest ask(String topic, String event, @Nullable Object payload, @Nullable Duration timeout) {
        SocketChecks.topic(topic);
        SocketChecks.event(topic, event);
        PayloadChecks.payload(event, payload);
        ClientProcess process = started();
        Payload encoded = process.settings().serializer().encode(payload);
        PendingCalls.PendingCall<Reply> waiting = process.callers().add();
        OutsideRequest request = new OutsideRequest(supervisor, process, waiting.from(), topic, event, timeout);
        CallerContext context = CallerContext.of(process);
        UnaryOperator<Socket> step = context.around(socket -> request.make(encoded, socket));
        enqueue(process, waiting, () -> new Callback.Run(step, null));
        CompletionStage<Void> unused = waiting.answer().thenAcceptAsync(request::complete, context);
        request.limit(context);
        return request;
    }
}
