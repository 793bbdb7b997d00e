package dev.slipstream.channels;

import dev.slipstream.core.Event;
import dev.slipstream.core.LeaveCause;
import dev.slipstream.core.Payload;
import dev.slipstream.core.TopicCloseReason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The handlers of one channel. Any thread may register one; the client process calls them. */
final class ChannelEvents {

    private final String topic;
    private final ClientAccess client;
    /**
     * The handlers of messages. An event without handlers has no entry, so the map stays small if a program uses many
     * event names.
     */
    private final Map<String, Handlers<Payload>> byEvent = new ConcurrentHashMap<>();

    private final Handlers<ChannelMessage> any;
    private final Handlers<Payload> joins;
    private final Handlers<LeaveCause> leaves;
    private final Handlers<TopicCloseReason> errors;

    ChannelEvents(String topic, ClientAccess client) {
        this.topic = topic;
        this.client = client;
        this.any = handlers("onAny handler");
        this.joins = handlers("onJoin handler");
        this.leaves = handlers("onLeave handler");
        this.errors = handlers("onError handler");
    }

    private <T> Handlers<T> handlers(String what) {
        return new Handlers<>(what, topic, client);
    }

    /**
     * Adds a handler of an event.
     *
     * @param type the name of the type to which the handler decodes the payload; empty if it decodes none
     */
    Registration on(String event, String type, Consumer<? super Payload> handler) {
        AtomicReference<Registration> added = new AtomicReference<>();
        byEvent.compute(event, (name, known) -> { // compute, because a close may remove the entry at the same time
            Handlers<Payload> handlers =
                    known == null ? Handlers.ofEvent(name, topic, client, () -> forget(name)) : known;
            added.setPlain(handlers.add(handler, type));
            return handlers;
        });
        return added.getPlain();
    }

    private void forget(String event) {
        byEvent.computeIfPresent(event, (name, handlers) -> handlers.isEmpty() ? null : handlers);
    }

    Registration onAny(Consumer<? super ChannelMessage> handler) {
        return any.add(handler);
    }

    Registration onJoin(Consumer<? super Payload> handler) {
        return joins.add(handler);
    }

    Registration onLeave(Consumer<? super LeaveCause> handler) {
        return leaves.add(handler);
    }

    Registration onError(Consumer<? super TopicCloseReason> handler) {
        return errors.add(handler);
    }

    /** Calls the handlers of an event. */
    void call(Event.OfTopic of) {
        switch (of) {
            case Event.TopicJoinSucceeded(var name, var response) -> joins.call(response);
            case Event.TopicJoinFailed(var name, var reason) -> errors.call(reason);
            case Event.TopicJoinClosed(var name, var reason) -> errors.call(reason);
            case Event.TopicLeft(var name, var cause) -> leaves.call(cause);
            case Event.MessageReceived message -> call(message);
            case Event.TopicLeaveAccepted internal -> {} // reaches no callback
        }
    }

    private void call(Event.MessageReceived message) {
        Handlers<Payload> own = byEvent.get(message.event());
        if (own != null) {
            own.call(message.payload());
        }
        if (!any.isEmpty()) {
            any.call(new ChannelMessage(topic, message.event(), message.payload()), message.event());
        }
    }
}
