package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.serializer.Message;

/** A message in the mailbox of a connection process. */
sealed interface ConnectionMessage {

    /** An event of the network, or an action of an operator. */
    record Arrived(PhoenixInput.OfConnection input) implements ConnectionMessage {}

    /** A message of a channel or a broadcast, which the connection must send. */
    record Outgoing(Message message) implements ConnectionMessage {}

    /** A channel ended normally and notified the connection, like {@code socket_close} in Phoenix. */
    record Closing(ChannelProcess channel) implements ConnectionMessage {}

    /** A channel crashed or was killed. */
    record Down(ChannelProcess channel) implements ConnectionMessage {}

    /** The server closes the connection with this code. */
    record Shutdown(int code) implements ConnectionMessage {}

    /** The server ends TCP without a close frame. */
    record Sever() implements ConnectionMessage {}

    /** The idle timeout may have passed. */
    record IdleCheck() implements ConnectionMessage {}
}
