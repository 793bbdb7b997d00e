package dev.slipstream.core;

import java.time.Duration;

/**
 * Is told what happens inside a client that no callback is told.
 *
 * <p>Called by both processes on their own threads, in the order in which things happen to each: it must not block, and
 * what it throws is ignored. No observation holds a payload, a header or a query.
 */
@FunctionalInterface
public interface Telemetry {

    /** Hears nothing. */
    Telemetry SILENT = observation -> {};

    /** Something was observed. */
    void observed(Observation observation);

    /** Why a frame of the server did not become an event. */
    enum DropReason {
        /** It was no message: bad JSON, wrong shape, a truncated binary frame. */
        MALFORMED,
        /** Its join_ref is not the live one of its topic. */
        STALE_JOIN,
        /** This client has not joined its topic. */
        UNKNOWN_TOPIC,
        /** No request of this ref waits: answered before, given up, or never made. */
        UNKNOWN_REF,
        /** It came after the connection had ended. */
        AFTER_END
    }

    /** What can be observed. */
    sealed interface Observation {

        /** A frame of the server was dropped; topic and event are empty where the frame was no message. */
        record FrameDropped(Connection connection, DropReason reason, String topic, String event)
                implements Observation {}

        /** An event was dropped because its connection is not the live one. */
        record EventDropped(Connection connection) implements Observation {}

        /** A push on a topic that was not joined just then was dropped. */
        record PushDropped(String topic, String event) implements Observation {}

        /** A letter meant nothing any more when it was posted, and was dropped. */
        record LetterDropped(String letter) implements Observation {}

        /** Letters or assigns were written on sockets that a callback did not return. */
        record LettersLost(String callback, int letters, int assigns) implements Observation {}

        /** A reply came to a session after its await had ended. */
        record ReplyOrphaned(Ref ref) implements Observation {}

        /** A script's session let go of its oldest plain message, for nobody took it. */
        record MessageDisplaced(String topic, String event) implements Observation {}

        /** A payload did not fit the type that a callback decoded it to; the message was dropped. */
        record PayloadMismatched(String callback) implements Observation {}

        /** A callback threw. */
        record CallbackFailed(String callback, String thrown) implements Observation {}

        /** An attempt to connect begins. */
        record ConnectStarted(Connection connection, int attempt) implements Observation {}

        /** The next attempt to connect lies this far ahead. */
        record ReconnectScheduled(int attempt, Duration delay) implements Observation {}

        /** The client gave up connecting. */
        record ReconnectAbandoned(DisconnectReason reason) implements Observation {}

        /** The next attempt to join a topic lies this far ahead. */
        record RejoinScheduled(String topic, int attempt, Duration delay) implements Observation {}

        /** Something happened to a connection. */
        record EventHandled(Connection connection, Event event) implements Observation {}

        /** Reading from the websocket pauses, for callbacks do not keep up. */
        record ReadingPaused(Connection connection) implements Observation {}

        /** Reading goes on. */
        record ReadingResumed(Connection connection) implements Observation {}
    }
}
