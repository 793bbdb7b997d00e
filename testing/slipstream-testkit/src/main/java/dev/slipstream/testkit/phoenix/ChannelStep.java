package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;

/** An operation that a channel's callback recorded, to run after the callback. */
sealed interface ChannelStep {

    /** Sends a frame on the channel's connection. */
    record Emit(Message message) implements ChannelStep {}

    /** Sends a frame after a delay, even if the channel has ended. */
    record EmitLater(Duration delay, Message message) implements ChannelStep {}

    /** Sends an event to all clients of the topic. This channel's client receives the event only if {@code toSelf}. */
    record Broadcast(String event, Payload payload, boolean toSelf) implements ChannelStep {}

    /** Sends this channel a message. */
    record SendToSelf(Duration delay, Object message) implements ChannelStep {}

    /** Changes the presences of this channel. The server then broadcasts the diff. */
    record ChangePresences(PresenceDiff diff) implements ChannelStep {}

    /**
     * Has no effect, but takes one step of the channel, because listing presences takes time on a real server. The
     * connection may run during this step. So if a callback changes presences, lists them and pushes the list, the
     * client usually receives the diff before the list.
     */
    record ListPresences() implements ChannelStep {}

    /** Suspends the channel. */
    record Sleep(Duration duration) implements ChannelStep {}

    /** Suspends the connection process. */
    record FreezeConnection(Duration duration) implements ChannelStep {}

    /** Kills the connection process. */
    record KillConnection() implements ChannelStep {}

    /** Closes all connections of a socket id, like a {@code disconnect} broadcast. */
    record Disconnect(String socketId) implements ChannelStep {}

    /** Ends the channel normally, with {@code phx_close}. */
    record Stop() implements ChannelStep {}

    /** Ends the channel because its code threw. */
    record Crash(Throwable thrown) implements ChannelStep {}

    /** Ends the channel without running its code. */
    record Kill() implements ChannelStep {}
}
