package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.serializer.Message;

/** What a connection process finds in its mailbox. */
sealed interface Mail {

    /** Something of the network, or of an operator. */
    record Arrived(PhoenixInput.OfConnection input) implements Mail {}

    /** A frame that a channel or a broadcast wants sent. */
    record Outgoing(Message message) implements Mail {}

    /** A channel announces that it closes: {@code socket_close}. */
    record Closing(ChannelProcess channel) implements Mail {}

    /** A channel died without having announced it. */
    record Down(ChannelProcess channel) implements Mail {}

    /** The server wants the connection closed with this code. */
    record Shutdown(int code) implements Mail {}

    /** The server wants TCP ended with no close frame. */
    record Sever() implements Mail {}

    /** Time to look whether the client is still there. */
    record IdleCheck() implements Mail {}
}
