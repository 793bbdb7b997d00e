package dev.slipstream.core;

/**
 * Decides whether the client retries after a failure. {@link Backoff} decides how long it waits.
 *
 * <p>The client process calls {@link #reconnects} after {@code handleDisconnect} has returned, and {@link #rejoins}
 * before {@code handleTopicClose} runs. It asks only about connections and topics that are still wanted. The policy
 * never overrules a {@code disconnect} or {@code leave}.
 */
public interface ReconnectPolicy {

    /**
     * Whether to connect again.
     *
     * @param reason why the connection or attempt ended; never {@link DisconnectReason.Requested}. A refusal above
     *     {@link Failure.HandshakeRefused#MAX_KEPT_CHARS} comes without headers and body
     * @param tries the failed attempts so far
     */
    boolean reconnects(DisconnectReason reason, Tries tries);

    /**
     * Whether to join a topic again while the connection is open.
     *
     * @param reason why the topic closed, with the whole payload
     * @param failures how many times in a row the topic closed, including this time
     */
    boolean rejoins(TopicCloseReason reason, int failures);

    /**
     * The failed attempts so far.
     *
     * @param failed attempts that failed in a row
     * @param unauthorized how many of the latest attempts were refused in a row with 401 or 403
     */
    record Tries(int failed, int unauthorized) {}

    /**
     * The default. The client connects again after every failure except a failure of TLS; after 401 or 403 only once.
     * It joins again after a crash, a timeout or a failure of the params, but not after a refusal.
     */
    static ReconnectPolicy standard() {
        return new Standard(Integer.MAX_VALUE);
    }

    /** Like {@link #standard()}, but gives up after this many failed attempts in a row. */
    static ReconnectPolicy atMost(int attempts) {
        if (attempts < 0) {
            throw new IllegalArgumentException("attempts: " + attempts + " is not accepted; accepted: 0 or more");
        }
        return new Standard(attempts);
    }

    /** Never retries: user code must handle each failure. */
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
