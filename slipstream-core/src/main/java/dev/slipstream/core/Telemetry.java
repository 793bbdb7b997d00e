package dev.slipstream.core;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A listener that receives the observations of clients.
 *
 * <p>The client process and the connection process call the listener on their own threads. Each process reports its
 * observations in order. The listener must not block. If the listener throws, the client logs the exception and
 * continues.
 *
 * <p>Every observation is safe to log: it holds no payload, header, token or query, and {@link LogSafe} escapes and
 * cuts text of the server. With {@link #SILENT}, a client measures no durations and does not observe single messages.
 */
@FunctionalInterface
public interface Telemetry {

    /** Ignores every observation. */
    Telemetry SILENT = observation -> {};

    /**
     * Returns a listener that passes each observation to all these listeners, in this order. If one listener throws,
     * the others are still called. This also applies to {@link #capture}, {@link #restore} and {@link Scope#close}.
     */
    static Telemetry all(Telemetry... listeners) {
        return TelemetryList.of(List.of(listeners));
    }

    /**
     * Whether this is a listener of this class, or a list of listeners ({@link #all}) that contains such a listener.
     * Override this method if your listener passes all observations to another listener.
     */
    default boolean contains(Class<? extends Telemetry> type) {
        return type.isInstance(this);
    }

    /** Receives one observation. */
    void observed(Observation observation);

    /**
     * Returns the listener of one client. By default all clients share this listener, and may call it concurrently.
     * Before a client starts, the library calls {@link #ofClient(String, Supplier)} once, which by default calls
     * {@code ofClient(String)}.
     *
     * @param trace the unique id of this client, as in {@link Ids}
     */
    default Telemetry ofClient(String trace) {
        return this;
    }

    /**
     * Like {@link #ofClient(String)}, for a listener that also reads the sizes of the client's queues. By default this
     * method calls {@link #ofClient(String)}.
     *
     * @param queues returns the current sizes. Any thread may call this supplier while the client runs. Drop the
     *     supplier after {@link Observation.ClientEnded}, because it keeps the client in memory
     */
    default Telemetry ofClient(String trace, Supplier<Observation.QueuesMeasured> queues) {
        return ofClient(trace);
    }

    /**
     * Captures the context of the calling thread, such as its current trace, for {@link #restore}. If a thread calls
     * {@code request}, {@code run}, {@code push}, {@code send}, {@code cast} or {@code call} of a running client, the
     * client calls this method on that thread. If a callback calls {@code join} or {@code request} on its socket, the
     * client calls this method after the callback, on the thread of the callback.
     *
     * @return the context; null if there is none. The default implementation returns null
     */
    default @Nullable Object capture() {
        return null;
    }

    /**
     * Makes a captured context current on the calling thread until the scope is closed on the same thread. The default
     * implementation does nothing.
     *
     * <p>The client captures a context in a call of a running client, such as {@code request}. It restores this context
     * during:
     *
     * <ul>
     *   <li>the callback that this call causes, and the observations of this callback
     *   <li>the observations {@link Observation.Span.JoinStarted} and {@link Observation.Span.RequestStarted}
     *   <li>the callback that receives the reply to a request
     *   <li>the completion of a stage that this call returned
     * </ul>
     *
     * @param captured a context of {@link #capture}; null for a callback that no caller caused, such as
     *     {@code handleMessage}
     */
    default Scope restore(@Nullable Object captured) {
        return Scope.NONE;
    }

    /** Keeps a context current on a thread until the scope is closed. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {

        /** A scope whose {@link #close} does nothing. */
        Scope NONE = () -> {};

        /** Makes the previous context of the thread current again. */
        @Override
        void close();
    }

    /** The reason why a frame of the server did not become an event. */
    enum DropReason {
        /** The frame is not a message: it has bad JSON or the wrong shape, or it is a truncated binary frame. */
        MALFORMED,
        /**
         * The serializer threw another exception than {@code MalformedFrameException}. The client logs the class of
         * this exception.
         */
        DECODE_FAILED,
        /** The frame exceeds a limit of the serializer, such as the nesting depth. */
        OVER_LIMIT,
        /** The join_ref of the frame differs from the join_ref of the topic's live join. */
        STALE_JOIN,
        /** The client has not joined the topic of the frame. */
        UNKNOWN_TOPIC,
        /** The frame is a reply, but no push or request with its ref waits for a reply. */
        UNKNOWN_REF,
        /** The frame arrived after the end of the connection. */
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
