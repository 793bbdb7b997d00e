package dev.slipstream;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.SlipstreamException;

/**
 * An await ended early: the awaited event cannot arrive any more, or too many others arrived first.
 *
 * <pre>{@code
 * switch (ended.reason()) {
 *     case AwaitEndReason.Disconnected(DisconnectReason.Closed(var code, var text)) -> ...
 *     case AwaitEndReason.Disconnected(var reason) -> ...
 *     case AwaitEndReason.TopicClosed(var topic, var reason) -> ...
 *     case AwaitEndReason.TopicLeft(var topic) -> ...
 *     case AwaitEndReason.Overflowed(var bound) -> ...
 * }
 * }</pre>
 */
public final class AwaitEndedException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    private final transient AwaitEndReason reason;

    public AwaitEndedException(AwaitEndReason reason) {
        super(LogSafe.of(described(reason)));
        this.reason = reason;
    }

    /** Why the await ended. In a callback, the event that ended it stays in the mailbox for its own callback. */
    public AwaitEndReason reason() {
        return reason;
    }

    private static String described(AwaitEndReason reason) {
        return switch (reason) {
            case AwaitEndReason.Disconnected(DisconnectReason.Requested requested) ->
                "the wait ended early: the client disconnected or is ending";
            case AwaitEndReason.Disconnected(DisconnectReason.Closed closed) ->
                "the wait ended early: the server closed the connection, " + closed + "; see awaitConnect";
            case AwaitEndReason.Disconnected(DisconnectReason.Failed(var failure)) ->
                "the wait ended early: the connection was lost, " + failure + "; see awaitConnect";
            case AwaitEndReason.Disconnected(DisconnectReason.ConnectFailed(var failure)) ->
                "cannot connect: " + failure + "; awaitConnect waits for the next attempt";
            case AwaitEndReason.TopicClosed(var topic, var why) ->
                "the wait ended early: " + topic + " closed, " + why + "; join it again";
            case AwaitEndReason.TopicLeft(var topic) -> "the wait ended early: " + topic + " was left; join it again";
            case AwaitEndReason.Overflowed(Failure.Overflow(var what, var limit)) ->
                "the wait ended early: " + what + " reached the limit of " + limit
                        + " before the event arrived; see StartOptions.maxMessages and maxBytes";
        };
    }

    /** Makes the exception for an await that this event ended. */
    static AwaitEndedException by(Event ending) {
        return new AwaitEndedException(
                switch (ending) {
                    case Event.ChannelConnectFailed(var failure) ->
                        new AwaitEndReason.Disconnected(new DisconnectReason.ConnectFailed(failure));
                    case Event.ChannelClosed(var reason) -> new AwaitEndReason.Disconnected(reason);
                    case Event.TopicJoinFailed(var topic, var reason) -> new AwaitEndReason.TopicClosed(topic, reason);
                    case Event.TopicJoinClosed(var topic, var reason) -> new AwaitEndReason.TopicClosed(topic, reason);
                    case Event.TopicLeft(var topic) -> new AwaitEndReason.TopicLeft(topic);
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
