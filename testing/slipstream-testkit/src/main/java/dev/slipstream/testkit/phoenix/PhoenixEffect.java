package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import java.util.Optional;

/** What {@link FakePhoenix} wants done, in order. */
public sealed interface PhoenixEffect {

    /** The websocket opens. */
    record Accept(int connection, Optional<String> subprotocol) implements PhoenixEffect {}

    /** The handshake is answered otherwise; the connection never was. */
    record Refuse(int connection, ConnectResult.Refused answer) implements PhoenixEffect {}

    /** The client is sent a message. */
    record Send(int connection, Message message) implements PhoenixEffect {}

    /** A ping is answered. */
    record Pong(int connection, Payload data) implements PhoenixEffect {}

    /**
     * The server sends a close frame and ends TCP. The connection has ended.
     *
     * @param code {@link WebServer#NO_STATUS} for a frame without one
     */
    record Close(int connection, int code) implements PhoenixEffect {}

    /** TCP ends without a close frame. The connection has ended. */
    record Drop(int connection) implements PhoenixEffect {}

    /** A channel threw, or the socket's connect did: nothing to do, but for a test to look at. */
    record Crashed(int connection, String where, Throwable thrown) implements PhoenixEffect {}
}
