package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.serializer.Message;

/** What a connection process finds in its mailbox. */
sealed interface ProcessMail {

    /** Something of the network, or of an operator. */
    record Arrived(PhoenixInput.OfConnection input) implements ProcessMail {}

    /** A frame that a channel or a broadcast wants sent. */
    record Outgoing(Message message) implements ProcessMail {}

    /** A channel announces that it closes: {@code socket_close}. */
    record Closing(ChannelProcess channel) implements ProcessMail {}

    /** A channel died without having announced it. */
    record Down(ChannelProcess channel) implements ProcessMail {}

    /** The server wants the connection closed with this code. */
    record Shutdown(int code) implements ProcessMail {}

    /** The server wants TCP ended with no close frame. */
    record Sever() implements ProcessMail {}

    /** Time to look whether the client is still there. */
    record IdleCheck() implements ProcessMail {}
}
