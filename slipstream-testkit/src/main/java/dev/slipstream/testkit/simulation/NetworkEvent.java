package dev.slipstream.testkit.simulation;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened on the simulated network, for those who watch.
 *
 * <p>Connections are numbered by the network, from 1, in the order in which they were opened.
 */
public sealed interface NetworkEvent {

    /** The client opens a websocket. */
    record Opening(int connection, Handshake handshake) implements NetworkEvent {}

    /** The websocket is open, and the client is told. */
    record Opened(int connection) implements NetworkEvent {}

    /**
     * The client sends a message.
     *
     * @param taken whether the outbound queue had room
     */
    record Sent(int connection, Message message, boolean taken) implements NetworkEvent {}

    /** A message reached the server. */
    record Reached(int connection, Message message) implements NetworkEvent {}

    /** The server sent a message. */
    record Answered(int connection, Message message) implements NetworkEvent {}

    /**
     * A frame is handed to the client.
     *
     * @param message null if it is no message
     */
    record Arrived(int connection, Frame frame, @Nullable Message message) implements NetworkEvent {}

    /** The client answered a frame with the wish to read no further. */
    record Paused(int connection) implements NetworkEvent {}

    /** The client asked for more, and reads on. */
    record Resumed(int connection) implements NetworkEvent {}

    /** The client asks for the close. */
    record Closing(int connection, int code) implements NetworkEvent {}

    /** The client was told of the end. */
    record Ended(int connection, DisconnectReason reason) implements NetworkEvent {}

    /** A fault took effect. */
    record Struck(Fault fault, String detail) implements NetworkEvent {}

    /** A watcher of moments. */
    @FunctionalInterface
    interface Watcher {

        /** Is told, in the order of happening. */
        void at(Duration now, NetworkEvent moment);
    }
}
