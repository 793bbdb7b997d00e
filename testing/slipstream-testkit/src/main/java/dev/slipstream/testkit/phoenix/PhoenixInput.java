package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An input of {@link FakePhoenix}. */
public sealed interface PhoenixInput {

    /** An input of one connection. The server ignores the input if the connection has ended. */
    sealed interface OfConnection extends PhoenixInput {

        /** The number of the connection, chosen by the caller. */
        int connection();
    }

    /**
     * A client requests a websocket. The result is {@link PhoenixEffect.Accept} or {@link PhoenixEffect.Refuse}.
     *
     * @param connection a number not used before
     * @param target the path and query of the request, not decoded
     * @param headers names in lower case
     */
    record Connect(int connection, String target, Map<String, List<String>> headers) implements PhoenixInput {

        public Connect {
            headers = new LinkedHashMap<>(headers);
        }
    }

    /** A frame arrived and was decoded. */
    record Received(int connection, Message message) implements OfConnection {}

    /** A frame that is not a message arrived. The connection process crashes. */
    record Garbled(int connection) implements OfConnection {}

    /** A ping arrived. */
    record Pinged(int connection, Payload data) implements OfConnection {}

    /** A pong arrived. */
    record Ponged(int connection) implements OfConnection {}

    /**
     * The client's close frame arrived.
     *
     * @param code {@link WebServer#NO_STATUS} if the frame had no code
     */
    record CloseReceived(int connection, int code) implements OfConnection {}

    /** The TCP connection has ended. */
    record Gone(int connection) implements OfConnection {}

    /** Kills the connection process: the client sees TCP end without a close frame. */
    record Kill(int connection) implements OfConnection {}

    /** Broadcasts from outside a channel, like {@code Endpoint.broadcast}. */
    record Broadcast(String topic, String event, Payload payload) implements PhoenixInput {}

    /** Sends all channels of a topic a message for {@link PhoenixChannel#handleInfo}. */
    record Tell(String topic, Object message) implements PhoenixInput {}

    /** Broadcasts {@code disconnect} to a socket id, which closes all connections with this id. */
    record Disconnect(String socketId) implements PhoenixInput {}

    /**
     * Stops the server gracefully, as for a deployment. If a connection has a joined channel, and {@link
     * UserSocket#drained} is set for the path that it connected to, the connection closes with code 1012. Other
     * connections get code 1000 from Bandit, and no close frame from Cowboy.
     */
    record Drain() implements PhoenixInput {}

    /** Refuses the next {@code count} handshakes with this response, without calling {@link UserSocket.Connect}. */
    record RefuseNext(int count, ConnectResult.Refused refusal) implements PhoenixInput {}

    /**
     * Time has passed, or the caller has no more inputs for the current instant. Due timers fire, and channels with
     * work run.
     */
    record TimePassed() implements PhoenixInput {}
}
