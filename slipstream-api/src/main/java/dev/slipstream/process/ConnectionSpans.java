package dev.slipstream.process;

import dev.slipstream.core.Command;
import dev.slipstream.core.Connection;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.connection.ConnectionInput;
import dev.slipstream.core.machine.connection.ConnectionMachine;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reports to telemetry how long one connection lasts, how long its inputs and joins take, and when its requests end.
 * Without a listener, this class does nothing and does not read the clock.
 *
 * <p>Used only by the thread that drains the connection's queue, except for {@link #addContext} and
 * {@link #queuedFrames}.
 */
final class ConnectionSpans {

    /** Shared by all connections without a listener, because it has no state. */
    private static final ConnectionSpans WITHOUT_LISTENER =
            new ConnectionSpans(Telemetry.SILENT, () -> 0, new Telemetry.Ids("", ""), Connection.numbered(0), null);

    private final boolean hasListener;
    private final Telemetry listener;
    private final Clock clock;
    private final Telemetry.Ids ids;
    private final Connection connection;
    private final Map<String, Duration> joins = new LinkedHashMap<>();
    /** The spans of the client's requests; null if there is no listener. */
    private final @Nullable RequestSpans requests;
    /** The requests that this connection has received, and that have no outcome. */
    private final Set<Ref> unanswered = new LinkedHashSet<>();
    /** The contexts of the joins in the queue. The thread of the client adds them. */
    private final Map<Ref, Object> contexts = new ConcurrentHashMap<>();

    private final List<String> effects = new ArrayList<>();
    private Duration connectionStart = Duration.ZERO;
    private Duration start = Duration.ZERO;
    private String what = "";
    private String before = "";
    private long span;
    private @Nullable DisconnectReason reason;
    private boolean over;
    /**
     * The transport, from which other threads read the size of the outbound queue. Null before the attempt to connect,
     * after the end of the connection, or without a listener.
     */
    private volatile @Nullable Transport transport;

    /** Returns spans that report nothing. */
    static ConnectionSpans unheard() {
        return WITHOUT_LISTENER;
    }

    ConnectionSpans(
            Telemetry listener,
            Clock clock,
            Telemetry.Ids ids,
            Connection connection,
            @Nullable RequestSpans requests) {
        this.hasListener = !Telemetry.SILENT.equals(listener);
        this.listener = listener;
        this.clock = clock;
        this.ids = ids;
        this.connection = connection;
        this.requests = requests;
    }

    /** Keeps the context of a join until the connection takes the command. Any thread may call this. */
    void addContext(Ref ref, Object context) {
        contexts.put(ref, context);
    }

    /** Notes the transport of the connection. */
    void opened(Transport opening) {
        if (hasListener && !over) {
            transport = opening;
        }
    }

    /** Reports a message that the transport accepted. */
    void sent(Message message) {
        if (hasListener) {
            listener.observed(new Observation.MessageSent(connection, message.topic(), message.event()));
        }
    }

    /** The number of messages in the outbound queue. Any thread may call this method. */
    int queuedFrames() {
        Transport open = transport;
        return open == null ? 0 : open.queuedFrames();
    }

    /** Begins the span of an input that the connection's state machine is about to handle. */
    void begin(Object input, ConnectionMachine.State state, int waiting) {
        if (!hasListener) {
            return;
        }
        start = clock.now();
        span++;
        if (span == 1) {
            connectionStart = start;
            listener.observed(new Span.ConnectionStarted(ids, connection));
        }
        before = state.name();
        effects.clear();
        Object named = input;
        String topic = "";
        String event = "";
        if (input instanceof Signature.OfCommand(var meant, var command)) {
            named = command;
            ordered(command);
        } else if (input instanceof ConnectionInput.Received(var message)) {
            topic = message.topic();
            event = message.event();
        }
        what = named.getClass().getSimpleName();
        listener.observed(new Span.HandlingStarted(ids, span, what, topic, event, before, waiting));
    }

    /** Adds to the span an event or effect that the state machine emitted. */
    void effect(Object effect) {
        if (!hasListener) {
            return;
        }
        if (effect instanceof Signature.OfEvent(var source, var event)) {
            effects.add(event.getClass().getSimpleName());
            emitted(event);
        } else {
            effects.add(effect.getClass().getSimpleName());
        }
    }

    /** Ends the span of an input, after all its effects were carried out. */
    void end(ConnectionMachine.State after) {
        if (!hasListener) {
            return;
        }
        Duration took = clock.now().minus(start);
        listener.observed(
                new Span.HandlingSucceeded(ids, span, what, List.copyOf(effects), before, after.name(), took));
        if (after == ConnectionMachine.State.ENDED) {
            end();
        }
    }

    /** Ends all spans, because the state machine threw. This is the last report. */
    void failed(Throwable thrown, Event last) {
        if (!hasListener) {
            return;
        }
        Duration took = clock.now().minus(start);
        listener.observed(new Span.HandlingFailed(
                ids, span, what, before, thrown.getClass().getName(), took));
        emitted(last);
        end();
    }

    private void ordered(Command command) {
        switch (command) {
            case Command.JoinTopic join -> {
                joinFailed(join.topic(), "Left");
                joins.put(join.topic(), start);
                started(join);
            }
            case Command.LeaveTopic leave -> joinFailed(leave.topic(), "Left");
            case Command.PushMessage push -> {
                if (push.timeout() != null) {
                    unanswered.add(push.ref());
                }
            }
            case Command other -> {}
        }
    }

    /** Reports the start of a join in the context of the code that asked for it. */
    private void started(Command.JoinTopic join) {
        Telemetry.Scope scope = listener.restore(contexts.remove(join.ref()));
        try {
            listener.observed(new Span.JoinStarted(connection, join.topic()));
        } finally {
            scope.close();
        }
    }

    private void emitted(Event event) {
        switch (event) {
            case Event.TopicJoinSucceeded(var topic, var response) -> {
                Duration joining = joins.remove(topic);
                if (joining != null) {
                    listener.observed(new Span.JoinSucceeded(connection, topic, since(joining)));
                }
            }
            case Event.TopicJoinFailed(var topic, var why) ->
                joinFailed(topic, why.getClass().getSimpleName());
            case Event.ReplyReceived(var ref, var reply) -> {
                if (unanswered.remove(ref)) {
                    requestEnded(ref, RequestSpans.outcome(reply));
                }
            }
            case Event.ChannelConnectFailed(var failure) -> reason = new DisconnectReason.ConnectFailed(failure);
            case Event.ChannelClosed(var why) -> reason = why;
            case Event other -> {}
        }
    }

    private void joinFailed(String topic, String why) {
        Duration joining = joins.remove(topic);
        if (joining != null) {
            listener.observed(new Span.JoinFailed(connection, topic, why, since(joining)));
        }
    }

    private void requestEnded(Ref ref, String outcome) {
        if (requests != null) {
            requests.ended(ref, outcome, connection);
        }
    }

    /**
     * Ends the span of the connection and all open spans of joins and requests. Some of these spans may belong to
     * commands that came after the end of the connection. If the connection was closed because the client ended, no
     * event gave a reason. Then the span of the connection ends with {@code Requested}.
     */
    private void end() {
        List.copyOf(joins.keySet()).forEach(topic -> joinFailed(topic, "Disconnected"));
        unanswered.forEach(ref -> requestEnded(ref, "Disconnected"));
        unanswered.clear();
        transport = null;
        if (!over) {
            over = true;
            DisconnectReason why = reason == null ? new DisconnectReason.Requested() : reason;
            listener.observed(new Span.ConnectionEnded(ids, connection, why, since(connectionStart)));
        }
    }

    private Duration since(Duration then) {
        return clock.now().minus(then);
    }
}
