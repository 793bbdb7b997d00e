package dev.slipstream.process;

import dev.slipstream.core.Command;
import dev.slipstream.core.Connection;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.ConnectionMachine;
import dev.slipstream.core.machine.Effect;
import dev.slipstream.core.machine.Input;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What takes time in one connection, told to who listens: its life, each input, joins, requests. Where nobody does, it does
 * nothing, and does not look at the clock.
 *
 * <p>Owned by whoever drains the connection.
 */
final class ConnectionSpans {

    private record Request(String topic, String event, Duration start) {}

    /** Of connections that nobody listens to: one for all of them, for it notes nothing. */
    private static final ConnectionSpans UNHEARD = new ConnectionSpans(
            false, Telemetry.SILENT, () -> Duration.ZERO, new Telemetry.Ids("", ""), Connection.numbered(0));

    private final boolean heard;
    private final Telemetry listener;
    private final Clock clock;
    private final Telemetry.Ids ids;
    private final Connection connection;
    private final Map<String, Duration> joins = new LinkedHashMap<>();
    private final Map<Ref, Request> requests = new LinkedHashMap<>();
    private final List<String> effects = new ArrayList<>();
    private Duration born = Duration.ZERO;
    private Duration start = Duration.ZERO;
    private String what = "";
    private String before = "";
    private long span;
    private @Nullable DisconnectReason reason;
    private boolean over;

    /** Returns spans that are told to nobody. */
    static ConnectionSpans unheard() {
        return UNHEARD;
    }

    /**
     * Makes the spans of one connection.
     *
     * @param connection before its handshake was answered: without headers
     */
    ConnectionSpans(Telemetry listener, Clock clock, Telemetry.Ids ids, Connection connection) {
        this(true, listener, clock, ids, connection);
    }

    private ConnectionSpans(boolean heard, Telemetry listener, Clock clock, Telemetry.Ids ids, Connection connection) {
        this.heard = heard;
        this.listener = listener;
        this.clock = clock;
        this.ids = ids;
        this.connection = connection;
    }

    /** An input is about to be given to the machine. */
    void begin(Input.OfConnection input, ConnectionMachine.State state, int waiting) {
        if (!heard) {
            return;
        }
        start = clock.now();
        span++;
        if (span == 1) {
            born = start;
            listener.observed(new Span.ConnectionStarted(ids, connection));
        }
        before = state.name();
        effects.clear();
        String topic = "";
        String event = "";
        switch (input) {
            case Input.CommandReceived(var command) -> {
                what = command.getClass().getSimpleName();
                ordered(command);
            }
            case Input.Received(var message) -> {
                what = "Received";
                topic = message.topic();
                event = message.event();
            }
            case Input.OfConnection other -> what = other.getClass().getSimpleName();
        }
        listener.observed(new Span.HandlingStarted(ids, span, what, topic, event, before, waiting));
    }

    /** The machine wants this done. */
    void effect(Effect.OfConnection effect) {
        if (!heard) {
            return;
        }
        if (effect instanceof Effect.Emit(Signature.OfEvent(var source, var event))) {
            effects.add(event.getClass().getSimpleName());
            emitted(event);
        } else {
            effects.add(effect.getClass().getSimpleName());
        }
    }

    /** All that came of the input is done. */
    void end(ConnectionMachine.State after) {
        if (!heard) {
            return;
        }
        Duration took = clock.now().minus(start);
        listener.observed(
                new Span.HandlingSucceeded(ids, span, what, List.copyOf(effects), before, after.name(), took));
        if (after == ConnectionMachine.State.ENDED) {
            end();
        }
    }

    /** Something threw that must not: this is the last that happens. */
    void failed(Throwable thrown, Event last) {
        if (!heard) {
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
                listener.observed(new Span.JoinStarted(connection, join.topic()));
            }
            case Command.LeaveTopic leave -> joinFailed(leave.topic(), "Left");
            case Command.PushMessage push -> {
                if (push.timeout() != null) {
                    requests.put(push.ref(), new Request(push.topic(), push.event(), start));
                    listener.observed(new Span.RequestStarted(connection, push.topic(), push.event()));
                }
            }
            case Command.OpenConnection open -> {}
            case Command.SendHeartbeat beat -> {}
            case Command.CloseConnection close -> {}
            case Command.CollectGarbage collect -> {}
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
            case Event.ReplyReceived(var ref, var reply) -> requestEnded(requests.remove(ref), outcome(reply));
            case Event.ChannelConnectFailed(var failure) -> reason = new DisconnectReason.ConnectFailed(failure);
            case Event.ChannelClosed(var why) -> reason = why;
            case Event.ChannelConnected connected -> {}
            case Event.TopicJoinClosed closed -> {}
            case Event.TopicLeft left -> {}
            case Event.MessageReceived message -> {}
            case Event.PushFailed failed -> {}
            case Event.Internal internal -> {}
        }
    }

    private static String outcome(Reply reply) {
        return reply instanceof Reply.Lost(var failure, var maybeSent)
                ? failure.getClass().getSimpleName()
                : reply.getClass().getSimpleName();
    }

    private void joinFailed(String topic, String why) {
        Duration joining = joins.remove(topic);
        if (joining != null) {
            listener.observed(new Span.JoinFailed(connection, topic, why, since(joining)));
        }
    }

    private void requestEnded(@Nullable Request request, String outcome) {
        if (request != null) {
            listener.observed(new Span.RequestEnded(
                    connection, request.topic(), request.event(), outcome, since(request.start())));
        }
    }

    /**
     * The connection is over, and with it what still waits; what is ordered later ends here too. Nobody is told of a
     * connection whose client is gone, so its reason may not have been heard: it was our own wish.
     */
    private void end() {
        List.copyOf(joins.keySet()).forEach(topic -> joinFailed(topic, "Disconnected"));
        requests.values().forEach(request -> requestEnded(request, "Disconnected"));
        requests.clear();
        if (!over) {
            over = true;
            DisconnectReason why = reason == null ? new DisconnectReason.Requested() : reason;
            listener.observed(new Span.ConnectionEnded(ids, connection, why, since(born)));
        }
    }

    private Duration since(Duration then) {
        return clock.now().minus(then);
    }
}
