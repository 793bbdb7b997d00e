package dev.slipstream;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;

/** What was awaited cannot come any more, or too much else came first. */
public final class AwaitEndedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    /** An await that this event ended; the event itself stays for its callback. */
    public AwaitEndedException(Event ending) {
        super("the await was ended by " + Words.of(ending));
        this.failure = failureOf(ending);
    }

    /** An await that this failure ended. */
    public AwaitEndedException(Failure failure) {
        super("the await was ended by " + Words.of(failure));
        this.failure = failure;
    }

    /** Why it ended; {@link Failure.Cancelled} if this client wanted the end itself. */
    public Failure failure() {
        return failure;
    }

    private static Failure failureOf(Event ending) {
        return switch (ending) {
            case Event.ChannelConnectFailed(var failure) -> failure;
            case Event.ChannelClosed(DisconnectReason.Failed(var failure)) -> failure;
            case Event.ChannelClosed(DisconnectReason.Requested()) -> new Failure.Cancelled();
            case Event.TopicJoinClosed(var topic, var reason) -> new Failure.TopicClosed(topic);
            case Event.TopicLeft(var topic) -> new Failure.TopicClosed(topic);
            case Event other -> new Failure.Disconnected();
        };
    }
}
