package dev.slipstream.simulation;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An event of the simulated network, for watchers.
 *
 * <p>The network numbers connections from 1, in the order in which the client opened them.
 */
public sealed interface NetworkEvent {

    /** The client starts to open a websocket. */
    record Opening(int connection, Handshake handshake) implements NetworkEvent {}

    /** The websocket is open. The client's listener is called after this event. */
    record Opened(int connection) implements NetworkEvent {}

    /**
     * The client sends a message.
     *
     * @param taken whether the outbound queue had room for the message
     */
    record Sent(int connection, Message message, boolean taken) implements NetworkEvent {}

    /** The client flushes the messages that it sent since the last flush. */
    record Flushed(int connection) implements NetworkEvent {}

    /** The client asks whether its outbound queue has room, and the queue has none. */
    record RoomDenied(int connection) implements NetworkEvent {}

    /** The outbound queue has room again. The client's listener is called after this event. */
    record RoomReported(int connection) implements NetworkEvent {}

    /** A message reached the server. */
    record Reached(int connection, Message message) implements NetworkEvent {}

    /** The server sent a message. */
    record Answered(int connection, Message message) implements NetworkEvent {}

    /**
     * The client receives a frame.
     *
     * @param message null if the frame does not decode to a message
     */
    record Arrived(int connection, Frame frame, @Nullable Message message) implements NetworkEvent {}

    /** The client paused reading after a frame. */
    record Paused(int connection) implements NetworkEvent {}

    /** The client resumed reading. */
    record Resumed(int connection) implements NetworkEvent {}

    /** The client closes the websocket. */
    record Closing(int connection, int code) implements NetworkEvent {}

    /** The websocket has ended. The client's listener is called after this event. */
    record Ended(int connection, DisconnectReason reason) implements NetworkEvent {}

    /** A fault took effect. */
    record Struck(Fault fault, String detail) implements NetworkEvent {}

    /** Receives the network's events. */
    @FunctionalInterface
    interface Watcher {

        /** Called for each event, in order. */
        void at(Duration now, NetworkEvent event);
    }
}
