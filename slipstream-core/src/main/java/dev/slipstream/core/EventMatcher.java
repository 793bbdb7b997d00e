package dev.slipstream.core;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * A typed pattern over events. A session that awaits a matcher takes the first event that matches.
 *
 * @param <E> the type of the matched event
 */
@FunctionalInterface
public interface EventMatcher<E> {

    /** Returns the event, cast to its type, if the event matches. */
    Optional<E> match(Event event);

    /** Returns a matcher that also requires this condition. */
    default EventMatcher<E> where(Predicate<? super E> condition) {
        return event -> match(event).filter(condition);
    }

    /** Matches any event of this type. */
    static <E> EventMatcher<E> of(Class<E> type) {
        return event -> type.isInstance(event) ? Optional.of(type.cast(event)) : Optional.empty();
    }

    /** Matches any message on this topic. */
    static EventMatcher<Event.MessageReceived> messageOn(String topic) {
        return of(Event.MessageReceived.class).where(message -> message.topic().equals(topic));
    }

    /** Matches any message on this topic with this event name. */
    static EventMatcher<Event.MessageReceived> messageOn(String topic, String event) {
        return messageOn(topic).where(message -> message.event().equals(event));
    }

    /** Matches the result of an attempt to connect. */
    static EventMatcher<Event.ConnectAnswer> connectAnswer() {
        return of(Event.ConnectAnswer.class);
    }

    /** Matches the result of a join of this topic. */
    static EventMatcher<Event.JoinAnswer> joinAnswer(String topic) {
        return of(Event.JoinAnswer.class).where(answer -> answer.topic().equals(topic));
    }

    /**
     * Matches {@link Event.TopicLeft} of this topic: the leave is complete, or the server ended the channel normally.
     */
    static EventMatcher<Event.TopicLeft> left(String topic) {
        return of(Event.TopicLeft.class).where(left -> left.topic().equals(topic));
    }

    /** Matches the reply to the push with this ref, or the outcome of the request with this ref. */
    static EventMatcher<Event.ReplyReceived> replyTo(Ref ref) {
        return of(Event.ReplyReceived.class).where(reply -> reply.ref().equals(ref));
    }

    /** Matches the end of the connection. */
    static EventMatcher<Event.ChannelClosed> closed() {
        return of(Event.ChannelClosed.class);
    }
}
