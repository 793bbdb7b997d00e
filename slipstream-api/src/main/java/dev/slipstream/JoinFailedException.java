package dev.slipstream;

import dev.slipstream.core.LogSafe;
import dev.slipstream.core.SlipstreamException;
import dev.slipstream.core.TopicCloseReason;

/** Thrown if an awaited join failed, or if the channel crashed. {@link #reason()} says why. */
public final class JoinFailedException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    private final transient TopicCloseReason reason;

    public JoinFailedException(String topic, TopicCloseReason reason) {
        super("cannot join " + LogSafe.of(topic) + ": " + LogSafe.of(reason) + "; see reason()");
        this.reason = reason;
    }

    /** Why the join failed, such as {@link TopicCloseReason.JoinRefused}, which has the response of the channel. */
    public TopicCloseReason reason() {
        return reason;
    }
}
