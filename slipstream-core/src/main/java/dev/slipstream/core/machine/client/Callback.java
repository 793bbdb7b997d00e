package dev.slipstream.core.machine.client;

import dev.slipstream.core.Event;
import dev.slipstream.core.From;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Reply;
import dev.slipstream.core.ReplyHandler;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A call of one user callback, with its arguments.
 *
 * <p>The machine emits this effect when it queues the callback. The process runs the first callback of the queue
 * ({@link ClientMachine#callback}) before it takes another message from the mailbox.
 */
public sealed interface Callback extends ClientEffect {

    /** Calls {@code init}. */
    record Init() implements Callback {}

    /** Calls {@code handleEvent}, which by default calls a specific callback, such as {@code handleMessage}. */
    record OfEvent(Event event) implements Callback {}

    /**
     * Calls {@code handleOutcome} with the outcome of a request. If the tag is a {@link ReplyHandler}, calls the tag
     * instead.
     */
    record Outcome(Object tag, Reply reply) implements Callback {}

    /** Calls {@code handleInfo}. */
    record Info(Object message) implements Callback {}

    /** Calls {@code handleCast}. */
    record Cast(Object message) implements Callback {}

    /** Calls {@code handleCall}. */
    record Call(From<?> from, Object message) implements Callback {}

    /** Calls {@code handleContinue}. */
    record Continue(Object message) implements Callback {}

    /**
     * Calls a function that other code passed to {@code run} of the running client.
     *
     * @param from the caller, which gets an answer after the function throws or its operations are applied; null if no
     *     caller waits
     * @param ifNotRun what to report to telemetry if the client ends before it runs the function; null for nothing
     */
    record Run(
            UnaryOperator<Socket> step,
            @Nullable From<?> from,
            @Nullable Observation ifNotRun) implements Callback {

        /** A function whose loss needs no report, for example because its caller gets an answer. */
        public Run(UnaryOperator<Socket> step, @Nullable From<?> from) {
            this(step, from, null);
        }
    }

    /** Calls {@code handleFailure}, because a callback threw. */
    record OfFailure(Throwable thrown, Callback cause) implements Callback {}

    /** Calls {@code terminate}. */
    record Terminate(StopReason reason) implements Callback {}

    /** The caller that waits for the result of this callback; null if there is none. */
    default @Nullable From<?> caller() {
        return switch (this) {
            case Call(var from, var message) -> from;
            case Run run -> run.from();
            case Callback other -> null;
        };
    }

    /**
     * The name of the callback, such as {@code handleMessage}; {@code run} for a function of {@link Run}, and
     * {@code replyHandler} for the {@link ReplyHandler} of a request.
     */
    default String callback() {
        return switch (this) {
            case Init init -> "init";
            case OfEvent(var event) -> callbackOf(event);
            case Outcome(ReplyHandler handler, var reply) -> "replyHandler";
            case Outcome outcome -> "handleOutcome";
            case Info info -> "handleInfo";
            case Cast cast -> "handleCast";
            case Call call -> "handleCall";
            case Continue next -> "handleContinue";
            case Run run -> "run";
            case OfFailure failure -> "handleFailure";
            case Terminate terminate -> "terminate";
        };
    }

    private static String callbackOf(Event event) {
        return switch (event) {
            case Event.ChannelConnected connected -> "handleConnect";
            case Event.ChannelConnectFailed failed -> "handleDisconnect";
            case Event.ChannelClosed closed -> "handleDisconnect";
            case Event.TopicJoinSucceeded joined -> "handleJoin";
            case Event.TopicJoinFailed refused -> "handleTopicClose";
            case Event.TopicJoinClosed closed -> "handleTopicClose";
            case Event.TopicLeft left -> "handleLeave";
            case Event.MessageReceived message -> "handleMessage";
            case Event.ReplyReceived reply -> "handleReply";
            case Event.PushFailed failed -> "handleReply";
            case Event.Internal internal -> "handleEvent";
        };
    }
}
