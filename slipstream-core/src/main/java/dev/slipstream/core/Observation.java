package dev.slipstream.core;

import dev.slipstream.core.Telemetry.DropReason;
import dev.slipstream.core.Telemetry.Ids;
import java.time.Duration;
import java.util.List;

/** A record of something that happened inside a client, for {@link Telemetry}. */
public sealed interface Observation {

    /**
     * Something failed, was dropped, had no effect, or ended unexpectedly. The default log of a client shows only
     * problems. A healthy client reports few problems or none.
     */
    sealed interface Problem extends Observation {}

    /** A frame of the server was dropped; topic and event are empty if the frame is not a message. */
    record FrameDropped(Connection connection, DropReason reason, String topic, String event) implements Problem {

        public FrameDropped {
            topic = LogSafe.of(topic);
            event = LogSafe.of(event);
        }
    }

    /**
     * An event was dropped. Either the connection of the event is not live any more, or the event is a message of a
     * topic that has ended. The second case occurs only with a session, because a session that awaits the end of a
     * topic takes this event from the mailbox before messages that arrived earlier.
     */
    record EventDropped(Connection connection) implements Observation {}

    /**
     * A push or a request was not sent.
     *
     * @param failure the cause: usually {@link Failure.NotJoined}. Other causes are a full buffer or queue, a lost
     *     connection, a frame that cannot be encoded, a callback that blocked the client for too long, and the end of
     *     the client while the push waited in the buffer of its topic
     */
    record PushDropped(String topic, String event, Failure failure) implements Problem {

        public PushDropped {
            topic = LogSafe.of(topic);
            event = LogSafe.of(event);
            failure = bare(failure);
        }
    }

    /**
     * An operation had no effect when the client applied it. {@link Socket} lists these cases.
     *
     * @param operation the method that user code called, usually of {@link Socket}, such as {@code reconnect}
     * @param topic the topic of the operation; empty if the operation has no topic
     * @param isDone whether the operation was not needed because there is nothing to do, for example if a topic is left
     *     twice. While the client stops, true for each operation that sends no message, and false for all others
     * @param reason why the operation has no effect, and what to do; empty if {@code isDone}
     */
    record OperationDropped(String operation, String topic, boolean isDone, String reason) implements Problem {

        public OperationDropped {
            topic = LogSafe.of(topic);
            reason = LogSafe.of(reason);
        }
    }

    /** Operations or assigns were lost, because the callback did not return the socket that holds them. */
    record OperationsLost(String callback, int operations, int assigns) implements Problem {}

    /** The outcome of a session's push was dropped, because the session no longer waited for this outcome. */
    record ReplyOrphaned(Ref ref) implements Observation {}

    /** The mailbox of a script (a client without callbacks) was full and dropped its oldest message from the server. */
    record MessageDisplaced(String topic, String event) implements Problem {

        public MessageDisplaced {
            topic = LogSafe.of(topic);
            event = LogSafe.of(event);
        }
    }

    /**
     * A payload did not fit the type that a callback, or a handler of a {@code Channel}, asked for. If a callback
     * asked, the client dropped the message. If a handler asked, the other handlers of the message still run, and the
     * client reports each handler that fails.
     *
     * @param callback the name of the callback, or words that describe the handler, such as {@code the int[] handler of
     *     shout on rooms:lobby}
     * @param topic the topic of the message; empty if the callback has none
     * @param event the event of the message; empty if the callback has none
     * @param detail the text of the {@link PayloadMismatchException}. It names the type and the position in the
     *     payload, but no value
     */
    record PayloadMismatched(String callback, String topic, String event, String detail) implements Problem {

        private static final int LONGEST_DETAIL = 1000;

        public PayloadMismatched {
            callback = LogSafe.of(callback);
            topic = LogSafe.of(topic);
            event = LogSafe.of(event);
            detail = LogSafe.of(detail, LONGEST_DETAIL);
        }
    }

    /**
     * The next attempt to connect begins after this delay.
     *
     * @param attempt how many attempts and open connections failed in a row; at least 1
     * @param delay zero if the attempt begins at once
     * @param reason why the last attempt or connection ended
     * @param decision how urgent the attempt is: {@code AT_ONCE}, {@code BACKOFF} or {@code SLOW_BACKOFF}
     */
    record ReconnectScheduled(int attempt, Duration delay, DisconnectReason reason, ReconnectPolicy.Decision decision)
            implements Problem {

        public ReconnectScheduled {
            reason = bare(reason);
        }
    }

    /**
     * The client gave up connecting: the policy decided to give up, and {@code handleDisconnect} did not overrule this
     * decision.
     *
     * @param attempt how many attempts and open connections failed in a row; at least 1
     * @param reason why the last attempt or connection ended
     */
    record ReconnectAbandoned(int attempt, DisconnectReason reason) implements Problem {

        public ReconnectAbandoned {
            reason = bare(reason);
        }
    }

    /** The client no longer waits for the next attempt to connect, because user code called {@code disconnect}. */
    record ReconnectCancelled() implements Observation {}

    /**
     * A policy or a backoff of the configuration threw or returned null. The client used the default instead.
     *
     * @param method the method that failed, such as {@code reconnects} or {@code rejoinBackoff}
     * @param thrown the class name of the exception; the text {@code null} if the method returned null. The message of
     *     the exception may hold secrets, so only the log of the client shows the message
     */
    record PolicyFailed(String method, String thrown) implements Problem {}

    /**
     * The next attempt to join a topic begins after this delay.
     *
     * @param attempt how many times in a row the join failed or the joined topic closed
     * @param reason the {@link TopicCloseReason} in words, including the server's response to a refused join; empty if
     *     nothing failed, for example if the topic was joined and left before
     */
    record RejoinScheduled(String topic, int attempt, Duration delay, String reason) implements Problem {

        public RejoinScheduled {
            topic = LogSafe.of(topic);
            reason = LogSafe.of(reason);
        }
    }

    /**
     * The client gave up a topic whose join failed, or whose channel crashed.
     *
     * @param reason the {@link TopicCloseReason} in words, including the server's response to a refused join
     */
    record JoinAbandoned(String topic, String reason) implements Problem {

        public JoinAbandoned {
            topic = LogSafe.of(topic);
            reason = LogSafe.of(reason);
        }
    }

    /**
     * The server ended a topic normally ({@code phx_close}). The client does not join the topic again, because neither
     * the policy nor {@code handleLeave} asked for a rejoin.
     */
    record TopicEnded(String topic) implements Problem {

        public TopicEnded {
            topic = LogSafe.of(topic);
        }
    }

    /**
     * User code, or a part of this library, called {@code RunningClient.report} with a problem.
     *
     * @param cause a short name of the cause; the client's log counts problems with the same cause together
     * @param detail what happened, and what to do
     */
    record ProblemReported(String cause, String detail) implements Problem {

        private static final int LONGEST_DETAIL = 1000;

        public ProblemReported {
            cause = LogSafe.of(cause);
            detail = LogSafe.of(detail, LONGEST_DETAIL);
        }
    }

    /**
     * A handler threw, and the client continues. The handler belongs to a {@code Channel}, or is other user code whose
     * exception was passed to {@code RunningClient.report}. If the handler ran in a callback, the callback still
     * succeeds. The client logs the exception whole.
     *
     * @param handler describes the code that threw, such as {@code the onJoin handler on rooms:lobby}
     * @param topic the topic of the handler; empty if the handler has none
     * @param event the event of the message that the handler received; empty if the handler received no message
     * @param thrown the class name of the exception, without its message, which may hold secrets
     */
    record HandlerFailed(String handler, String topic, String event, String thrown) implements Problem {

        public HandlerFailed {
            handler = LogSafe.of(handler);
            topic = LogSafe.of(topic);
            event = LogSafe.of(event);
        }
    }

    /**
     * A client was restarted. This is the first observation of the new run. The new run has a new trace id (see
     * {@link Ids}).
     *
     * @param run the number of the new run; the first restart is run 2
     * @param before the trace id of the run that ended
     * @param reason the {@link StopReason} of the run that ended, as text. If the reason is an exception, the text
     *     names only the class
     */
    record ClientRestarted(int run, String before, String reason) implements Observation {}

    /**
     * A client is not restarted, although its restart policy asks for a restart. The reason is that the client ended
     * too often, or that the supplier of clients failed. The listener of the last run receives this observation.
     *
     * @param runs the number of runs
     * @param reason the last {@link StopReason}, as text. If the reason is an exception, the text names only the class
     */
    record RestartAbandoned(int runs, String reason) implements Problem {}

    /**
     * The process of a client ended, and runs no more callbacks. Later observations may still report the end of the
     * client's connection, and requests of other threads that the client never took.
     *
     * @param reason the {@link StopReason}, as text. If the reason is an exception, the text names only the class
     */
    record ClientEnded(String reason) implements Observation {}

    /**
     * The transport accepted a message for its outbound queue. This includes joins, leaves and heartbeats.
     *
     * @param event the event of the message; for joins, leaves and heartbeats {@code phx_join}, {@code phx_leave} and
     *     {@code heartbeat}
     */
    record MessageSent(Connection connection, String topic, String event) implements Observation {

        public MessageSent {
            topic = LogSafe.of(topic);
            event = LogSafe.of(event);
        }
    }

    /** The connection handled an event that reaches no callback. */
    record EventHandled(Connection connection, Event.Internal event) implements Observation {}

    /**
     * A websocket opened, and its configuration asks for compression. Not reported if
     * {@link Configuration#compression()} is empty.
     *
     * @param parameters the server's answer, such as {@code permessage-deflate; server_max_window_bits=10}; empty if
     *     the server declined, so that messages are not compressed
     */
    record CompressionNegotiated(Connection connection, String parameters) implements Observation {

        public CompressionNegotiated {
            parameters = LogSafe.of(parameters);
        }
    }

    /**
     * The sizes of all messages of a websocket with compression, reported after the websocket has ended. Not reported
     * if the transport threw an exception.
     */
    record CompressionMeasured(Connection connection, CompressionTotals totals) implements Observation {}

    /** Reading from the websocket pauses because the callbacks are too slow. */
    record ReadingPaused(Connection connection) implements Observation {}

    /** Reading from the websocket resumes. */
    record ReadingResumed(Connection connection) implements Observation {}

    /**
     * The sizes of a client's queues. A client reports them before each callback, and a listener may read them at any
     * time ({@link Telemetry#ofClient(String, java.util.function.Supplier)}).
     *
     * @param events how many events of the connection are in the mailbox
     * @param bytes the memory that these events retain: payloads ({@link Payload#retainedBytes}), names, and 64 bytes
     *     for each event
     * @param messages how many messages of user code or of the client itself are in the mailbox
     * @param outbound how many messages the transport has accepted and not written yet
     */
    record QueuesMeasured(int events, long bytes, int messages, int outbound) implements Observation {}

    /** The name, such as {@code slipstream.client.join.start}. Slipstream for Elixir uses names of this form. */
    default String name() {
        return TelemetryNames.of(this);
    }

    /**
     * The beginning or the end of a span, such as a connection, a join or a callback. Each span ends exactly once, at
     * the latest when its connection or client ends. A span that begins after the end of its client ends at once.
     * Therefore a counter of open spans returns to zero.
     */
    sealed interface Span extends Observation {

        /** An attempt to connect begins. The client asks for credentials next. */
        record ConnectStarted(Connection connection, int attempt) implements Span {}

        /** The attempt led to an open websocket. */
        record ConnectSucceeded(Connection connection, int attempt, Duration took) implements Span {}

        /** The attempt failed. */
        record ConnectFailed(Connection connection, int attempt, Failure failure, Duration took) implements Span {

            public ConnectFailed {
                failure = bare(failure);
            }
        }

        /** The attempt was cancelled, or replaced by a newer attempt. */
        record ConnectCancelled(Connection connection, int attempt, Duration took) implements Span {}

        /** A join begins. */
        record JoinStarted(Connection connection, String topic) implements Span {

            public JoinStarted {
                topic = LogSafe.of(topic);
            }
        }

        /** The server accepted the join. */
        record JoinSucceeded(Connection connection, String topic, Duration took) implements Span {

            public JoinSucceeded {
                topic = LogSafe.of(topic);
            }
        }

        /**
         * The join failed.
         *
         * @param reason the simple name of the {@link TopicCloseReason}; {@code Left} if the topic was left before the
         *     answer, {@code Disconnected} if the connection ended before the answer
         */
        record JoinFailed(Connection connection, String topic, String reason, Duration took) implements Span {

            public JoinFailed {
                topic = LogSafe.of(topic);
            }
        }

        /**
         * A request begins: the client takes the request from user code. The request may wait in the buffer of its
         * topic before it is sent. If the client never takes a request of another thread, for example because a
         * callback blocks for too long, this observation and {@link RequestEnded} come together, possibly after
         * {@link ClientEnded}.
         *
         * @param connection the newest connection at this time; its number is 0 if there was none, or if the client
         *     never took the request
         * @param ref identifies the request among all unfinished requests of its client
         */
        record RequestStarted(Connection connection, Ref ref, String topic, String event) implements Span {

            public RequestStarted {
                topic = LogSafe.of(topic);
                event = LogSafe.of(event);
            }
        }

        /**
         * A request ended: it was answered, it timed out, or it was lost. This also ends a request that was never sent,
         * for example because its topic is not joined.
         *
         * @param connection the connection that the request was sent on; if the request was never sent, the connection
         *     of its {@link RequestStarted}
         * @param ref as in {@link RequestStarted}
         * @param outcome {@code Ok}, {@code Error} or {@code Other}, the names of {@link Reply}; otherwise the simple
         *     name of the {@link Failure}
         * @param took the time from the start to the outcome, including the wait in the buffer of the topic
         */
        record RequestEnded(Connection connection, Ref ref, String topic, String event, String outcome, Duration took)
                implements Span {

            public RequestEnded {
                topic = LogSafe.of(topic);
                event = LogSafe.of(event);
            }
        }

        /**
         * A callback begins.
         *
         * @param callback the name of the callback, such as {@code handleMessage}
         * @param topic the topic of the callback; empty if the callback has no topic
         * @param event the event of the message; empty if the callback receives no message
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
         * @param thrown the class name of the exception, without its message, which may hold secrets
         */
        record CallbackFailed(String callback, String topic, String event, String thrown, Duration took)
                implements Span {

            public CallbackFailed {
                topic = LogSafe.of(topic);
                event = LogSafe.of(event);
            }
        }

        /** A connection begins. Its handshake has not begun yet. */
        record ConnectionStarted(Ids ids, Connection connection) implements Span {}

        /** A connection ended, even if its websocket was never open. */
        record ConnectionEnded(Ids ids, Connection connection, DisconnectReason reason, Duration took) implements Span {

            public ConnectionEnded {
                reason = bare(reason);
            }
        }

        /**
         * A connection handles one input: a frame, a command, a change of its transport, or the passing of time.
         *
         * @param span the number of the input, from 1
         * @param what the simple name of the input, such as {@code Received} or {@code JoinTopic}
         * @param topic the topic of the message; empty for other inputs
         * @param event the event of the message; empty for other inputs
         * @param state the state of the connection before the input
         * @param waiting how many received frames wait in the queue of the connection
         */
        record HandlingStarted(Ids ids, long span, String what, String topic, String event, String state, int waiting)
                implements Span {

            public HandlingStarted {
                topic = LogSafe.of(topic);
                event = LogSafe.of(event);
            }
        }

        /**
         * The input was handled, and its effects have reached the transport.
         *
         * @param effects the simple names of the input's effects and of the events for the client
         * @param before the state of the connection at the start
         * @param after the state of the connection now
         */
        record HandlingSucceeded(
                Ids ids, long span, String what, List<String> effects, String before, String after, Duration took)
                implements Span {}

        /** The handling of an input threw. This is a bug in this library, and it ends the connection. */
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
