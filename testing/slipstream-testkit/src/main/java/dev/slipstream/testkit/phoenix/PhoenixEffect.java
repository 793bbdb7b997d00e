package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import java.util.Optional;

/** An effect of {@link FakePhoenix}. The caller must carry out the effects in order. */
public sealed interface PhoenixEffect {

    /** The websocket opens. */
    record Accept(int connection, Optional<String> subprotocol) implements PhoenixEffect {}

    /** The handshake is refused, so no connection begins. */
    record Refuse(int connection, ConnectResult.Refused answer) implements PhoenixEffect {}

    /** A message is sent to the client. */
    record Send(int connection, Message message) implements PhoenixEffect {}

    /** A ping is answered. */
    record Pong(int connection, Payload data) implements PhoenixEffect {}

    /**
     * The server sends a close frame and ends TCP. The model no longer has this connection.
     *
     * @param code {@link WebServer#NO_STATUS} for a frame without a code
     */
    record Close(int connection, int code) implements PhoenixEffect {}

    /** TCP ends without a close frame. The model no longer has this connection. */
    record Drop(int connection) implements PhoenixEffect {}

    /**
     * A channel, or {@link UserSocket.Connect}, threw an exception. The caller may log it and need not do anything
     * else.
     */
    record Crashed(int connection, String where, Throwable thrown) implements PhoenixEffect {}
}
