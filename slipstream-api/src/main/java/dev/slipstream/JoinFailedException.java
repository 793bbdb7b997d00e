package dev.slipstream;

import dev.slipstream.core.LogSafe;
import dev.slipstream.core.SlipstreamException;
import dev.slipstream.core.TopicCloseReason;

/** A join that a session waited for was refused, or not answered in time. */
public final class JoinFailedException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    private final transient TopicCloseReason reason;

    public JoinFailedException(String topic, TopicCloseReason reason) {
        super("joining " + LogSafe.of(topic) + " failed: " + LogSafe.of(reason));
        this.reason = reason;
    }

    /** What the server said, or that it said nothing. */
    public TopicCloseReason reason() {
        return reason;
    }
}
