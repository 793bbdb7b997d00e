package dev.slipstream.core;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * A pattern over events, for waiting: it takes the first event that fits, and what it takes has a type.
 *
 * @param <E> what it matches
 */
@FunctionalInterface
public interface EventMatcher<E> {

    /** Returns the event, as what it is, if it fits. */
    Optional<E> match(Event event);

    /** Returns a matcher that also asks this of what fits. */
    default EventMatcher<E> where(Predicate<? super E> condition) {
        return event -> match(event).filter(condition);
    }

    /** Fits any event of this type. */
    static <E> EventMatcher<E> of(Class<E> type) {
        return event -> type.isInstance(event) ? Optional.of(type.cast(event)) : Optional.empty();
    }

    /** Fits any message on this topic. */
    static EventMatcher<Event.MessageReceived> messageOn(String topic) {
        return of(Event.MessageReceived.class).where(message -> message.topic().equals(topic));
    }

    /** Fits any message of this name on this topic. */
    static EventMatcher<Event.MessageReceived> messageOn(String topic, String event) {
        return messageOn(topic).where(message -> message.event().equals(event));
    }

    /** Fits the answer to an attempt to connect. */
    static EventMatcher<Event.ConnectAnswer> connectAnswer() {
        return of(Event.ConnectAnswer.class);
    }

    /** Fits the answer to a join of this topic. */
    static EventMatcher<Event.JoinAnswer> joinAnswer(String topic) {
        return of(Event.JoinAnswer.class).where(answer -> answer.topic().equals(topic));
    }

    /** Fits the end of this topic after a leave. */
    static EventMatcher<Event.TopicLeft> left(String topic) {
        return of(Event.TopicLeft.class).where(left -> left.topic().equals(topic));
    }

    /** Fits the reply to this ref. */
    static EventMatcher<Event.ReplyReceived> replyTo(Ref ref) {
        return of(Event.ReplyReceived.class).where(reply -> reply.ref().equals(ref));
    }

    /** Fits the end of the connection. */
    static EventMatcher<Event.ChannelClosed> closed() {
        return of(Event.ChannelClosed.class);
    }
}
