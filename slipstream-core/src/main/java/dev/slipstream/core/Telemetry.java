package dev.slipstream.core;

/**
 * A listener for what happens inside clients.
 *
 * <p>Both processes call it on their own threads, each in the order of its observations. It must not block; exceptions that
 * it throws are ignored. No observation holds a payload, a header, a token or a query, and text of the server is escaped and
 * cut by {@link LogSafe}, so every observation is safe to log. With {@link #SILENT} a client measures no durations and makes
 * no observations of single messages.
 */
@FunctionalInterface
public interface Telemetry {

    /** Ignores every observation. */
    Telemetry SILENT = observation -> {};

    /** Something was observed. */
    void observed(Observation observation);

    /**
     * Returns the listener of one client. It is called once for each client, before the client starts. By default this is
     * the listener itself, which then gets the observations of all its clients, concurrently.
     *
     * @param trace the name of this client among all clients: 32 hexadecimal digits, as in {@link Ids}
     */
    default Telemetry ofClient(String trace) {
        return this;
    }

    /** Why a frame of the server did not become an event. */
    enum DropReason {
        /** It was no message: bad JSON, wrong shape, a truncated binary frame. */
        MALFORMED,
        /** It exceeds a limit of the serializer, such as the nesting depth. */
        OVER_LIMIT,
        /** Its join_ref is not the live one of its topic. */
        STALE_JOIN,
        /** This client has not joined its topic. */
        UNKNOWN_TOPIC,
        /** No request of this ref waits: answered before, given up, or never made. */
        UNKNOWN_REF,
        /** It came after the connection had ended. */
        AFTER_END
    }

    /**
     * The name of a connection among the connections of all clients.
     *
     * @param trace the same for all connections of a client: 32 hexadecimal digits, as W3C Trace Context has them
     * @param connection 16 hexadecimal digits
     */
    record Ids(String trace, String connection) {}
}
