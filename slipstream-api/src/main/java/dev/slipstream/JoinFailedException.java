package dev.slipstream;

import dev.slipstream.core.LogSafe;
import dev.slipstream.core.SlipstreamException;
import dev.slipstream.core.TopicCloseReason;

/** Thrown if the server refused a session's join, or did not answer it in time. */
public final class JoinFailedException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    private final transient TopicCloseReason reason;

    public JoinFailedException(String topic, TopicCloseReason reason) {
        super("cannot join " + LogSafe.of(topic) + ": " + LogSafe.of(reason) + "; see reason()");
        this.reason = reason;
    }

    /** The server's refusal, or {@link TopicCloseReason.JoinTimedOut}. */
    public TopicCloseReason reason() {
        return reason;
    }
}
