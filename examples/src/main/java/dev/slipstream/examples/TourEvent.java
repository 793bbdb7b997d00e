package dev.slipstream.examples;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.TopicCloseReason;

/** An event of the tour's client. */
sealed interface TourEvent {

    record Connected() implements TourEvent {}

    record Disconnected(DisconnectReason reason) implements TourEvent {}

    record Joined(String topic) implements TourEvent {}

    record TopicClosed(TopicCloseReason reason) implements TourEvent {}

    record Left(String topic) implements TourEvent {}

    record Said(String event, Payload payload) implements TourEvent {}

    record Outcome(Object tag, Reply reply) implements TourEvent {}
}
