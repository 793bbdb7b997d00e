package dev.slipstream.examples.guide;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Event;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;

/** Handles events with patterns in one method, instead of overriding a callback for each event. */
final class Patterns implements SlipstreamClient {

    @Override
    public Socket handleEvent(Event event, Socket socket) {
        return switch (event) {
            case Event.ChannelConnected() -> socket.join("rooms:lobby");
            case Event.MessageReceived(var topic, var name, var payload)
            when name.equals("shout") -> socket.push(topic, "heard", payload);
            case Event.TopicJoinFailed(var topic, TopicCloseReason.JoinRefused refused) -> socket.disconnect();
            default -> SlipstreamClient.super.handleEvent(event, socket);
        };
    }

    /** Returns the topic of a {@code TopicLeft} event from a mailbox, or "none" for any other object. */
    static String leftTopic(Object mail) {
        return switch (mail) {
            case Signature.OfEvent(var connection, Event.TopicLeft(var topic, var cause)) -> topic;
            default -> "none";
        };
    }
}
