package dev.slipstream;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.SlipstreamException;
import dev.slipstream.core.machine.client.FailureWords;

/**
 * Thrown if an await ended early: the awaited event cannot arrive any more, or too many other events arrived first.
 *
 * <pre>{@code
 * switch (ended.reason()) {
 *     case AwaitEndReason.Disconnected(DisconnectReason.Closed(var code, var text)) -> ...
 *     case AwaitEndReason.Disconnected(var reason) -> ...
 *     case AwaitEndReason.TopicClosed(var topic, var reason) -> ...
 *     case AwaitEndReason.TopicLeft(var topic, var cause) -> ...
 *     case AwaitEndReason.Overflowed(var bound) -> ...
 * }
 * }</pre>
 */
public final class AwaitEndedException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    private static final String RECONNECT = "; if the client still runs, and its policy did not give up,"
            + " awaitConnect waits for the next connection";
    private static final String REOPEN = "; the session is closed, so call Slipstream.open again";
    private static final int LONGEST = 500;

    private final transient AwaitEndReason reason;

    /**
     * Makes the exception for one await.
     *
     * @param awaited the name of the event, such as {@code the reply to ping on rooms:1}; it must not contain a payload
     */
    public AwaitEndedException(String awaited, AwaitEndReason reason) {
        this(awaited, reason, remedy(reason));
    }

    private AwaitEndedException(String awaited, AwaitEndReason reason, String remedy) {
        this(described(reason), awaited, reason, remedy);
    }

    private AwaitEndedException(String why, String awaited, AwaitEndReason reason, String remedy) {
        super(LogSafe.of("the wait for " + awaited + " ended early, because " + why, LONGEST) + remedy);
        this.reason = reason;
    }

    /**
     * Why the await ended. In a callback, the event that ended the await stays in the mailbox. The callback for that
     * event receives it later.
     */
    public AwaitEndReason reason() {
        return reason;
    }

    private static String described(AwaitEndReason reason) {
        return switch (reason) {
            case AwaitEndReason.Disconnected(DisconnectReason.Requested requested) ->
                "the client disconnected, or is ending";
            case AwaitEndReason.Disconnected(DisconnectReason.Closed closed) -> FailureWords.of(closed);
            case AwaitEndReason.Disconnected(DisconnectReason.Failed(var failure)) ->
                "the connection ended: " + FailureWords.of(failure);
            case AwaitEndReason.Disconnected(DisconnectReason.ConnectFailed(var failure)) ->
                "connecting failed: " + FailureWords.of(failure);
            case AwaitEndReason.TopicClosed(var topic, var why) -> topic + " closed: " + why;
            case AwaitEndReason.TopicLeft(var topic, var cause) ->
                switch (cause) {
                    case CLIENT -> topic + " was left";
                    case SERVER -> "the server ended " + topic + " normally (phx_close)";
                };
            case AwaitEndReason.Overflowed(Failure.Overflow(var what, var limit)) ->
                what + " reached the limit of " + limit + " with other events";
        };
    }

    private static String remedy(AwaitEndReason reason) {
        return switch (reason) {
            case AwaitEndReason.Disconnected(DisconnectReason.Requested requested) ->
                "; connect again, or start a new client";
            case AwaitEndReason.Disconnected disconnected -> RECONNECT;
            case AwaitEndReason.TopicClosed closed -> "; join it again";
            case AwaitEndReason.TopicLeft left -> "; join it again";
            case AwaitEndReason.Overflowed overflowed ->
                "; raise StartOptions.maxMessages or maxBytes, or await earlier";
        };
    }

    /** Makes the exception for an attempt of {@link Slipstream#open} that failed. The session is closed. */
    static AwaitEndedException opening(String awaited, AwaitEndReason reason) {
        return new AwaitEndedException(awaited, reason, REOPEN);
    }

    /**
     * Makes the exception for an await of a client that is disconnected and does not connect again.
     *
     * @param awaited as in {@link #AwaitEndedException(String, AwaitEndReason)}
     * @param last why the last connection ended, or the last attempt to connect failed
     */
    public static AwaitEndedException notConnecting(String awaited, DisconnectReason last) {
        AwaitEndReason reason = new AwaitEndReason.Disconnected(last);
        return last instanceof DisconnectReason.Requested
                ? new AwaitEndedException("the client disconnected", awaited, reason, "; call socket.connect")
                : new AwaitEndedException(
                        "the client does not connect again: " + FailureWords.of(last),
                        awaited,
                        reason,
                        "; to connect again, call client.run(Socket::reconnectNow)");
    }

    /** Makes the exception for an await that this event ended. */
    static AwaitEndedException by(String awaited, Event ending) {
        return new AwaitEndedException(
                awaited,
                switch (ending) {
                    case Event.ChannelConnectFailed(var failure) ->
                        new AwaitEndReason.Disconnected(new DisconnectReason.ConnectFailed(failure));
                    case Event.ChannelClosed(var reason) -> new AwaitEndReason.Disconnected(reason);
                    case Event.TopicJoinFailed(var topic, var reason) -> new AwaitEndReason.TopicClosed(topic, reason);
                    case Event.TopicJoinClosed(var topic, var reason) -> new AwaitEndReason.TopicClosed(topic, reason);
                    case Event.TopicLeft(var topic, var cause) -> new AwaitEndReason.TopicLeft(topic, cause);
                    case Event.ChannelConnected connected -> throw endsNothing(connected);
                    case Event.TopicJoinSucceeded joined -> throw endsNothing(joined);
                    case Event.MessageReceived message -> throw endsNothing(message);
                    case Event.ReplyReceived reply -> throw endsNothing(reply);
                    case Event.PushFailed failed -> throw endsNothing(failed);
                    case Event.Internal internal -> throw endsNothing(internal);
                });
    }

    private static IllegalArgumentException endsNothing(Event event) {
        return new IllegalArgumentException(event.getClass().getSimpleName() + " ends no await");
    }
}
