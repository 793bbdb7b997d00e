package dev.slipstream.examples;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.TopicCloseReason;

/** What the tour's client was told, as it tells the tour. */
sealed interface Heard {

    record Connected() implements Heard {}

    record Disconnected(DisconnectReason reason) implements Heard {}

    record Joined(String topic) implements Heard {}

    record TopicClosed(TopicCloseReason reason) implements Heard {}

    record Left(String topic) implements Heard {}

    record Said(String event, Payload payload) implements Heard {}

    record Outcome(Object tag, Reply reply) implements Heard {}
}
