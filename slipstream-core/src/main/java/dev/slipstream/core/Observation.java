package dev.slipstream.core;

import dev.slipstream.core.Telemetry.DropReason;
import dev.slipstream.core.Telemetry.Ids;
import java.time.Duration;
import java.util.List;

/** What can be observed. */
public sealed interface Observation {

    /** A frame of the server was dropped; topic and event are empty where the frame was no message. */
    record FrameDropped(Connection connection, DropReason reason, String topic, String event) implements Observation {

        public FrameDropped {
            topic = LogSafe.of(topic);
            event = LogSafe.of(event);
        }
    }

    /** An event was dropped: its connection is not the live one, or an await took the end of its topic before it. */
    record EventDropped(Connection connection) implements Observation {}

    /** A push on a topic that was not joined just then was dropped. */
    record PushDropped(String topic, String event) implements Observation {

        public PushDropped {
            topic = LogSafe.of(topic);
            event = LogSafe.of(event);
        }
    }

    /** A letter meant nothing any more when it was posted, and was dropped. */
    record OperationDropped(String operation) implements Observation {}

    /** Letters or assigns were written on sockets that a callback did not return. */
    record OperationsLost(String callback, int operations, int assigns) implements Observation {}

    /** The outcome of what a session pushed came when nobody waited for it: after its await had ended, or there was none. */
    record ReplyOrphaned(Ref ref) implements Observation {}

    /** A script's session let go of its oldest plain message, for nobody took it. */
    record MessageDisplaced(String topic, String event) implements Observation {

        public MessageDisplaced {
            topic = LogSafe.of(topic);
            event = LogSafe.of(event);
        }
    }

    /** A payload did not fit the type that a callback decoded it to; the message was dropped. */
    record PayloadMismatched(String callback) implements Observation {}

    /** The next attempt to connect lies this far ahead. */
    record ReconnectScheduled(int attempt, Duration delay) implements Observation {}

    /** The client gave up connecting. */
    record ReconnectAbandoned(DisconnectReason reason) implements Observation {

        public ReconnectAbandoned {
            reason = bare(reason);
        }
    }

    /** The next attempt to join a topic lies this far ahead. */
    record RejoinScheduled(String topic, int attempt, Duration delay) implements Observation {

        public RejoinScheduled {
            topic = LogSafe.of(topic);
        }
    }

    /**
     * A client that had ended runs again. It is the first that the new run tells, and its trace is another one.
     *
     * @param run counts the runs behind one handle: 2 is the first of which this is told
     * @param before the trace of the run that ended
     * @param reason the {@link StopReason} of that end in words: of what a callback threw its class alone
     */
    record ClientRestarted(int run, String before, String reason) implements Observation {}

    /**
     * A client that its policy would have run again does not: it ended too often, or a new one could not be made. Its
     * last run tells this.
     *
     * @param runs how many there were
     * @param reason its last {@link StopReason} in words, as above
     */
    record RestartAbandoned(int runs, String reason) implements Observation {}

    /** Something happened to a connection. */
    record EventHandled(Connection connection, Event.Internal event) implements Observation {}

    /** Reading from the websocket pauses, for callbacks do not keep up. */
    record ReadingPaused(Connection connection) implements Observation {}

    /** Reading goes on. */
    record ReadingResumed(Connection connection) implements Observation {}

    /**
     * What waits in the client's mailbox, before a callback is called.
     *
     * @param events of the connection
     * @param bytes of memory that they keep: of their payloads, see {@link Payload#retainedBytes}, of their names, and 64
     *     for each event
     * @param messages of user code, and what the client tells itself
     */
    record QueuesMeasured(int events, long bytes, int messages) implements Observation {}

    /** Where this stands among all: {@code slipstream.}, then who, what, and how it went. */
    default String name() {
        return TelemetryNames.of(this);
    }

    /**
     * The beginning or the end of something that takes time. Each beginning has one end, and what is not over when its
     * connection ends, or its client, ends with that; so whoever keeps count of what began never counts up for ever.
     */
    sealed interface Span extends Observation {

        /** An attempt to connect begins; credentials are asked for next. */
        record ConnectStarted(Connection connection, int attempt) implements Span {}

        /** The attempt led to an open websocket. */
        record ConnectSucceeded(Connection connection, int attempt, Duration took) implements Span {}

        /** The attempt failed. */
        record ConnectFailed(Connection connection, int attempt, Failure failure, Duration took) implements Span {

            public ConnectFailed {
                failure = bare(failure);
            }
        }

        /** The attempt was taken back, or a newer one took its place. */
        record ConnectCancelled(Connection connection, int attempt, Duration took) implements Span {}

        /** A topic is to be joined. */
        record JoinStarted(Connection connection, String topic) implements Span {

            public JoinStarted {
                topic = LogSafe.of(topic);
            }
        }

        /** The server said yes. */
        record JoinSucceeded(Connection connection, String topic, Duration took) implements Span {

            public JoinSucceeded {
                topic = LogSafe.of(topic);
            }
        }

        /**
         * The join came to nothing.
         *
         * @param reason which {@link TopicCloseReason} it was, by its simple name; {@code Left} if it was taken back,
         *     {@code Disconnected} if its connection ended first
         */
        record JoinFailed(Connection connection, String topic, String reason, Duration took) implements Span {

            public JoinFailed {
                topic = LogSafe.of(topic);
            }
        }

        /** A request is given to the connection. */
        record RequestStarted(Connection connection, String topic, String event) implements Span {

            public RequestStarted {
                topic = LogSafe.of(topic);
                event = LogSafe.of(event);
            }
        }

        /**
         * A request has its outcome.
         *
         * @param outcome {@code Ok}, {@code Error} or {@code Other}, as {@link Reply} has them; else which
         *     {@link Failure} it was, by its simple name
         * @param took the way to the server and back
         */
        record RequestEnded(Connection connection, String topic, String event, String outcome, Duration took)
                implements Span {

            public RequestEnded {
                topic = LogSafe.of(topic);
                event = LogSafe.of(event);
            }
        }

        /**
         * A callback is called.
         *
         * @param callback its name, such as {@code handleMessage}
         * @param topic what it is about; empty where it is not about a topic
         * @param event the message's; empty where there is none
         */
        record CallbackStarted(String callback, String topic, String event) implements Span {

            public CallbackStarted {
                topic = LogSafe.of(topic);
                event = LogSafe.of(event);
            }
        }

        /** The callback returned. */
        record CallbackSucceeded(String callback, String topic, String event, Duration took) implements Span {

            public CallbackSucceeded {
                topic = LogSafe.of(topic);
                event = LogSafe.of(event);
            }
        }

        /**
         * The callback threw.
         *
         * @param thrown the name of its class: its message may quote anything
         */
        record CallbackFailed(String callback, String topic, String event, String thrown, Duration took)
                implements Span {

            public CallbackFailed {
                topic = LogSafe.of(topic);
                event = LogSafe.of(event);
            }
        }

        /** The life of a connection begins, before its handshake. */
        record ConnectionStarted(Ids ids, Connection connection) implements Span {}

        /** The life of a connection is over, be it that it was never open. */
        record ConnectionEnded(Ids ids, Connection connection, DisconnectReason reason, Duration took) implements Span {

            public ConnectionEnded {
                reason = bare(reason);
            }
        }

        /**
         * A connection takes something in: a frame, a command, news of its transport, or that time has passed.
         *
         * @param span counts them, from 1 on
         * @param what which, by its simple name, such as {@code Received} or {@code JoinTopic}
         * @param topic the message's; empty where it is no message
         * @param event the message's; empty where it is no message
         * @param state of the connection before
         * @param waiting how many frames wait behind it
         */
        record HandlingStarted(Ids ids, long span, String what, String topic, String event, String state, int waiting)
                implements Span {

            public HandlingStarted {
                topic = LogSafe.of(topic);
                event = LogSafe.of(event);
            }
        }

        /**
         * It was dealt with, down to the transport.
         *
         * @param effects what came of it, by simple names: events told to the client, and things done
         * @param before the state of the connection at the start
         * @param after the state of the connection now
         */
        record HandlingSucceeded(
                Ids ids, long span, String what, List<String> effects, String before, String after, Duration took)
                implements Span {}

        /** It could not be dealt with: a fault of this library, and the end of the connection. */
        record HandlingFailed(Ids ids, long span, String what, String before, String thrown, Duration took)
                implements Span {}
    }

    private static DisconnectReason bare(DisconnectReason reason) {
        return switch (reason) {
            case DisconnectReason.Requested requested -> requested;
            case DisconnectReason.Closed(var code, var text) -> new DisconnectReason.Closed(code, LogSafe.of(text));
            case DisconnectReason.Failed(var failure) -> new DisconnectReason.Failed(bare(failure));
            case DisconnectReason.ConnectFailed(var failure) -> new DisconnectReason.ConnectFailed(bare(failure));
        };
    }

    private static Failure bare(Failure failure) {
        return failure instanceof Failure.HandshakeRefused(var status, var headers, var body)
                ? Failure.HandshakeRefused.of(status)
                : failure;
    }
}
