package dev.slipstream.core;

/**
 * Decides whether the client retries after a failure, and how urgently. {@link Backoff} decides how long the client
 * waits before a retry.
 *
 * <p>The client asks {@link #reconnects} before it calls {@code handleDisconnect}, {@link #rejoins} before
 * {@code handleTopicClose}, and {@link #rejoinsAfterClose} before {@code handleLeave}. So the callback sees the
 * decision in {@link Socket#willReconnect()} or {@link Socket#isWanted}, and can overrule the decision.
 * {@link Socket#reconnect()} overrules only {@link Decision#GIVE_UP}, no other decision. The client asks only about
 * connections and topics that are still wanted. The policy never overrules a {@code disconnect} or {@code leave}.
 *
 * <p>The methods run on the thread of the client process and must not block. If a method throws or returns null, the
 * client uses the decision of {@link #standard()} and reports {@link Observation.PolicyFailed}. The log shows the
 * exception whole.
 */
public interface ReconnectPolicy {

    /** What the client does after a connection was lost or an attempt to connect failed. */
    enum Decision {
        /**
         * Connect again without a delay, but not before the time in the server's {@code Retry-After}. A policy that
         * always returns {@code AT_ONCE} causes attempts without a pause.
         */
        AT_ONCE,
        /** Connect again after the next delay of {@link Configuration#reconnectBackoff()}. */
        BACKOFF,
        /** Connect again after the next delay of {@link Configuration#slowReconnectBackoff()}. */
        SLOW_BACKOFF,
        /** Do not connect again until user code calls {@code connect}, {@code reconnect} or {@code reconnectNow}. */
        GIVE_UP
    }

    /**
     * Decides whether and when to connect again.
     *
     * @param reason why the connection or attempt ended; never {@link DisconnectReason.Requested}. A refusal larger
     *     than {@link Failure.HandshakeRefused#MAX_KEPT_CHARS} has no headers and no body here
     * @param tries the numbers of failures in a row, by cause
     */
    Decision reconnects(DisconnectReason reason, Tries tries);

    /**
     * Returns whether to join a topic again after it closed or its join failed. Called only while the connection is
     * open.
     *
     * @param reason why the topic closed or its join failed; holds the whole payload of the server
     * @param failures how many times in a row the topic closed or its join failed, including this time
     */
    boolean rejoins(TopicCloseReason reason, int failures);

    /**
     * Returns whether to join a topic again after the server ended its channel normally ({@code phx_close}). Called
     * only while the connection is open. By default the client does not join the topic again. Some hosted servers end a
     * channel normally when a token expires. Return true for the topics of such servers, and supply fresh params with
     * {@link JoinParams}.
     *
     * @param topic the topic of the channel
     * @param failures how many times in a row the topic closed, including this time
     */
    default boolean rejoinsAfterClose(String topic, int failures) {
        return false;
    }

    /**
     * The numbers of failures in a row, by cause.
     *
     * @param failed how many attempts and open connections failed in a row
     * @param unauthorized how many attempts in a row were refused with 401 or 403; 0 if the last failure is another one
     * @param tlsFailed how many attempts in a row ended with {@link Failure.TlsFailed}; 0 if the last failure is
     *     another one
     */
    record Tries(int failed, int unauthorized, int tlsFailed) {}

    /**
     * The default policy, which never gives up connecting.
     *
     * <ul>
     *   <li>After 401 or 403, the client connects again at once, with fresh credentials. If the server refuses the
     *       fresh credentials, too, the client uses the slow backoff.
     *   <li>From the third failure of TLS in a row, the client uses the slow backoff.
     *   <li>After every other failure, the client uses the backoff.
     * </ul>
     *
     * <p>The client joins a topic again after a crash, a timeout or a failure of the params supplier, but not after a
     * refusal.
     */
    static ReconnectPolicy standard() {
        return new Standard(Integer.MAX_VALUE);
    }

    /**
     * Like {@link #standard()}, but gives up after this many failures in a row. The loss of an open connection counts
     * as a failure, too.
     */
    static ReconnectPolicy atMost(int attempts) {
        if (attempts < 0) {
            throw new IllegalArgumentException("attempts: " + attempts + " is not accepted; accepted: 0 or more");
        }
        return new Standard(attempts);
    }

    /**
     * Like {@link #standard()}, but gives up if the server refuses the client: after the second 401 or 403 in a row,
     * and after a failure of TLS. Use this policy if a person corrects the credentials or the certificate.
     */
    static ReconnectPolicy stopWhenRefused() {
        return new StopWhenRefused();
    }

    /** Never retries: user code must handle each failure. */
    static ReconnectPolicy never() {
        return new ReconnectPolicy() {
            @Override
            public Decision reconnects(DisconnectReason reason, Tries tries) {
                return Decision.GIVE_UP;
            }

            @Override
            public boolean rejoins(TopicCloseReason reason, int failures) {
                return false;
            }
        };
    }

    /** The policy of {@link #standard()} and {@link #atMost}. */
    record Standard(int attempts) implements ReconnectPolicy {

        private static final int TLS_FAILURES_BEFORE_SLOW_BACKOFF = 2;

        @Override
        public Decision reconnects(DisconnectReason reason, Tries tries) {
            if (tries.failed() >= attempts) {
                return Decision.GIVE_UP;
            }
            return switch (reason) {
                case DisconnectReason.Requested() -> Decision.GIVE_UP;
                case DisconnectReason.Closed closed -> Decision.BACKOFF;
                case DisconnectReason.Failed failed -> Decision.BACKOFF;
                case DisconnectReason.ConnectFailed failed
                when tries.tlsFailed() > TLS_FAILURES_BEFORE_SLOW_BACKOFF -> Decision.SLOW_BACKOFF;
                case DisconnectReason.ConnectFailed failed ->
                    switch (tries.unauthorized()) {
                        case 0 -> Decision.BACKOFF;
                        case 1 -> Decision.AT_ONCE;
                        default -> Decision.SLOW_BACKOFF;
                    };
            };
        }

        @Override
        public boolean rejoins(TopicCloseReason reason, int failures) {
            return switch (reason) {
                case TopicCloseReason.JoinRefused refused -> false;
                case TopicCloseReason.JoinTimedOut() -> true;
                case TopicCloseReason.NotSent(Failure failure) -> !(failure instanceof Failure.Unencodable);
                case TopicCloseReason.ParamsFailed failed -> true;
                case TopicCloseReason.Crashed crashed -> true;
                case TopicCloseReason.Ended() -> false; // the client asks rejoinsAfterClose instead
            };
        }
    }

    /** The policy of {@link #stopWhenRefused()}. */
    record StopWhenRefused() implements ReconnectPolicy {

        @Override
        public Decision reconnects(DisconnectReason reason, Tries tries) {
            return tries.unauthorized() > 1 || tries.tlsFailed() > 0
                    ? Decision.GIVE_UP
                    : standard().reconnects(reason, tries);
        }

        @Override
        public boolean rejoins(TopicCloseReason reason, int failures) {
            return standard().rejoins(reason, failures);
        }
    }
}
