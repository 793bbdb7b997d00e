package dev.slipstream;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
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
        super("the await was ended by " + LogSafe.of(reason));
        this.reason = reason;
    }

    /** Why the await ended. In a callback, the event that ended it stays in the mailbox for its own callback. */
    public AwaitEndReason reason() {
        return reason;
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
