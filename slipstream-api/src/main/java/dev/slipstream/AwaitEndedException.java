package dev.slipstream;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.SlipstreamException;

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

    private static final String RECONNECT = "; if the client still runs, awaitConnect waits for the next connection";
    private static final int LONGEST = 500;

    private final transient AwaitEndReason reason;

    /**
     * Makes the exception for one await.
     *
     * @param awaited the name of the event, such as {@code the reply to ping on rooms:1}; it must not contain a payload
     */
    public AwaitEndedException(String awaited, AwaitEndReason reason) {
        this(described(reason), awaited, reason);
    }

    private AwaitEndedException(String why, String awaited, AwaitEndReason reason) {
        super(LogSafe.of("the wait for " + awaited + " ended early, because " + why, LONGEST));
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
                "the client disconnected, or is ending; connect again, or start a new client";
            case AwaitEndReason.Disconnected(DisconnectReason.Closed closed) ->
                "the server closed the connection: " + closed + RECONNECT;
            case AwaitEndReason.Disconnected(DisconnectReason.Failed(var failure)) ->
                "the connection ended: " + failure + RECONNECT;
            case AwaitEndReason.Disconnected(DisconnectReason.ConnectFailed(var failure)) ->
                "connecting failed: " + failure + RECONNECT;
            case AwaitEndReason.TopicClosed(var topic, var why) -> topic + " closed: " + why + "; join it again";
            case AwaitEndReason.TopicLeft(var topic, var cause) ->
                switch (cause) {
                    case CLIENT -> topic + " was left; join it again";
                    case SERVER -> "the server ended " + topic + " normally (phx_close); join it again";
                };
            case AwaitEndReason.Overflowed(Failure.Overflow(var what, var limit)) ->
                what + " reached the limit of " + limit
                        + " with other events; raise StartOptions.maxMessages or maxBytes, or await earlier";
        };
    }

    /**
     * Makes the exception for an await of a client that is disconnected and does not connect again.
     *
     * @param awaited as in {@link #AwaitEndedException(String, AwaitEndReason)}
     * @param last why the last connection ended, or the last attempt to connect failed
     */
    public static AwaitEndedException notConnecting(String awaited, DisconnectReason last) {
        String why = last instanceof DisconnectReason.Requested
                ? "the client disconnected; call socket.connect"
                : "the client does not connect again after " + last
                        + "; call socket.reconnect, or choose another ReconnectPolicy";
        return new AwaitEndedException(why, awaited, new AwaitEndReason.Disconnected(last));
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
