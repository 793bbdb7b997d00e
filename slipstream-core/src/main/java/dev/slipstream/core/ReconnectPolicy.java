package dev.slipstream.core;

/**
 * Whether to try again, once something failed. How long to wait is {@link Backoff}'s to say.
 *
 * <p>Asked by the client process after the callback returned, for what is still wanted then: a {@code disconnect} or a
 * {@code leave} is never overruled.
 */
public interface ReconnectPolicy {

    /**
     * Whether to connect again.
     *
     * @param reason why there is no connection; never {@link DisconnectReason.Requested}. A refusal of more than
     *     {@link Failure.HandshakeRefused#MAX_KEPT_CHARS} has lost its headers and body
     * @param tries what was tried in vain so far
     */
    boolean reconnects(DisconnectReason reason, Tries tries);

    /**
     * Whether to join a topic again, while the connection lives.
     *
     * @param reason why the topic closed, with the whole payload
     * @param failures how often in a row it did, this time included
     */
    boolean rejoins(TopicCloseReason reason, int failures);

    /**
     * What was tried in vain.
     *
     * @param failed attempts that failed in a row
     * @param unauthorized how many of the last ones were refused with 401 or 403, without another answer between
     */
    record Tries(int failed, int unauthorized) {}

    /**
     * The default: connect again whatever happened, but not after a failure of TLS, and after 401 or 403 only once;
     * join again after a crash, a timeout or a failure of its params, but not after a refusal.
     */
    static ReconnectPolicy standard() {
        return new Standard(Integer.MAX_VALUE);
    }

    /** As {@link #standard()}, but after this many failed attempts in a row it gives up. */
    static ReconnectPolicy atMost(int attempts) {
        if (attempts < 0) {
            throw new IllegalArgumentException("attempts must be 0 or more, not " + attempts);
        }
        return new Standard(attempts);
    }

    /** Never tries again: each failure is the user's to answer. */
    static ReconnectPolicy never() {
        return new ReconnectPolicy() {
            @Override
            public boolean reconnects(DisconnectReason reason, Tries tries) {
                return false;
            }

            @Override
            public boolean rejoins(TopicCloseReason reason, int failures) {
                return false;
            }
        };
    }

    /** The policy of {@link #standard()} and {@link #atMost}. */
    record Standard(int attempts) implements ReconnectPolicy {

        @Override
        public boolean reconnects(DisconnectReason reason, Tries tries) {
            return tries.failed() < attempts
                    && switch (reason) {
                        case DisconnectReason.Requested() -> false;
                        case DisconnectReason.Closed closed -> true;
                        case DisconnectReason.Failed failed -> true;
                        case DisconnectReason.ConnectFailed(Failure.TlsFailed tls) -> false;
                        case DisconnectReason.ConnectFailed failed -> tries.unauthorized() < 2;
                    };
        }

        @Override
        public boolean rejoins(TopicCloseReason reason, int failures) {
            return switch (reason) {
                case TopicCloseReason.JoinRefused refused -> false;
                case TopicCloseReason.JoinTimedOut() -> true;
                case TopicCloseReason.ParamsFailed failed -> true;
                case TopicCloseReason.Crashed crashed -> true;
            };
        }
    }
}
