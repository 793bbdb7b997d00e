package dev.slipstream.core;

import java.util.List;

/**
 * A listener that receives the observations of clients.
 *
 * <p>The client process and the connection process call the listener on their own threads. Each process reports its
 * observations in order. The listener must not block; exceptions that it throws are ignored. Every observation is safe
 * to log: it holds no payload, header, token or query, and {@link LogSafe} escapes and cuts text of the server. With
 * {@link #SILENT} a client measures no durations and makes no observations of single messages.
 */
@FunctionalInterface
public interface Telemetry {

    /** Ignores every observation. */
    Telemetry SILENT = observation -> {};

    /**
     * Returns a listener that passes each observation to all these listeners, in this order. If one throws, the others
     * still receive the observation.
     */
    static Telemetry all(Telemetry... listeners) {
        return TelemetryList.of(List.of(listeners));
    }

    /** Receives one observation. */
    void observed(Observation observation);

    /**
     * Returns the listener of one client. It is called once for each client, before the client starts. By default it
     * returns this listener, which then receives the observations of all its clients, also concurrently.
     *
     * @param trace the unique id of this client, as in {@link Ids}
     */
    default Telemetry ofClient(String trace) {
        return this;
    }

    /** The reason why a frame of the server did not become an event. */
    enum DropReason {
        /** It is not a message: bad JSON, wrong shape, a truncated binary frame. */
        MALFORMED,
        /** It exceeds a limit of the serializer, such as the nesting depth. */
        OVER_LIMIT,
        /** Its join_ref differs from the join_ref of the topic's live join. */
        STALE_JOIN,
        /** This client has not joined its topic. */
        UNKNOWN_TOPIC,
        /** No push or request with this ref waits for a reply: it was answered before, given up, or never made. */
        UNKNOWN_REF,
        /** It came after the connection had ended. */
        AFTER_END
    }

    /**
     * The unique ids of a client and of one of its connections.
     *
     * @param trace the id of the client: 32 hexadecimal digits, as in W3C Trace Context
     * @param connection the id of the connection: 16 hexadecimal digits
     */
    record Ids(String trace, String connection) {}
}
