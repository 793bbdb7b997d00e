package dev.slipstream.core;

/**
 * Is told what happens inside a client that no callback is told.
 *
 * <p>Called by both processes on their own threads, in the order in which things happen to each: it must not block, and
 * what it throws is ignored. No observation holds a payload, a header, a token or a query, nor anything that does; what the
 * server named or said in it is as {@link LogSafe} make it, so that all of it is safe to log. With {@link #SILENT} what a
 * client does all the time is neither timed nor told.
 */
@FunctionalInterface
public interface Telemetry {

    /** Hears nothing. */
    Telemetry SILENT = observation -> {};

    /** Something was observed. */
    void observed(Observation observation);

    /**
     * Returns who listens to one client; called once for each, before it starts. By default that is this listener, which
     * then hears all clients that it was given to, and at the same time.
     *
     * @param trace names this client among all: 32 hexadecimal digits, as in {@link Ids}
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
     * Names a connection among those of all clients.
     *
     * @param trace the same for all connections of a client: 32 hexadecimal digits, as W3C Trace Context has them
     * @param connection 16 hexadecimal digits
     */
    record Ids(String trace, String connection) {}
}
