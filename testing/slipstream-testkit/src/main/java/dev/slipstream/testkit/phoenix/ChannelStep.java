package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;

/** What a callback of a channel asked for, to be done in this order. */
sealed interface ChannelStep {

    /** Send a frame on the channel's connection. */
    record Emit(Message message) implements ChannelStep {}

    /** Send a frame later, be the channel alive then or not. */
    record EmitLater(Duration delay, Message message) implements ChannelStep {}

    /** Tell all who joined the topic, or all but this channel. */
    record Broadcast(String event, Payload payload, boolean toSelf) implements ChannelStep {}

    /** Tell this channel itself. */
    record TellSelf(Duration delay, Object message) implements ChannelStep {}

    /** Do nothing for a while. */
    record Sleep(Duration duration) implements ChannelStep {}

    /** Let the connection process do nothing for a while. */
    record FreezeConnection(Duration duration) implements ChannelStep {}

    /** Kill the connection process. */
    record KillConnection() implements ChannelStep {}

    /** Broadcast {@code disconnect} to the connection's own id. */
    record Disconnect(String socketId) implements ChannelStep {}

    /** The channel ends, and says so. */
    record Stop() implements ChannelStep {}

    /** The channel ends because its code threw. */
    record Crash(Throwable thrown) implements ChannelStep {}

    /** The channel ends without a chance to say anything. */
    record Kill() implements ChannelStep {}
}
