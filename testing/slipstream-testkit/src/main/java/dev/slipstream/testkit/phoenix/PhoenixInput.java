package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An input of {@link FakePhoenix}. */
public sealed interface PhoenixInput {

    /** An input of one connection. It is ignored if the connection has ended. */
    sealed interface OfConnection extends PhoenixInput {

        /** The number that the network gave the connection. */
        int connection();
    }

    /**
     * A client asks for a websocket. It is accepted or refused at once.
     *
     * @param connection not used before
     * @param target path and query of the request, not decoded
     * @param headers names in lower case
     */
    record Connect(int connection, String target, Map<String, List<String>> headers) implements PhoenixInput {

        public Connect {
            headers = new LinkedHashMap<>(headers);
        }
    }

    /** A frame came that is a message. */
    record Received(int connection, Message message) implements OfConnection {}

    /** A frame came that is no message: the connection process crashes. */
    record Garbled(int connection) implements OfConnection {}

    /** A ping came. */
    record Pinged(int connection, Payload data) implements OfConnection {}

    /** A pong came. */
    record Ponged(int connection) implements OfConnection {}

    /**
     * The client's close frame came.
     *
     * @param code {@link WebServer#NO_STATUS} if it had none
     */
    record CloseReceived(int connection, int code) implements OfConnection {}

    /** The TCP connection is gone. */
    record Gone(int connection) implements OfConnection {}

    /** The connection process is killed: the client sees TCP end with no close frame. */
    record Kill(int connection) implements OfConnection {}

    /** A broadcast from outside, as {@code Endpoint.broadcast}. */
    record Broadcast(String topic, String event, Payload payload) implements PhoenixInput {}

    /** {@link PhoenixChannel#handleInfo} of all channels of this topic. */
    record Tell(String topic, Object message) implements PhoenixInput {}

    /** The {@code disconnect} broadcast to a socket id: its connections are closed. */
    record Disconnect(String socketId) implements PhoenixInput {}

    /** A graceful stop, as at a deploy: connections with a joined channel are drained, the others closed. */
    record Drain() implements PhoenixInput {}

    /** The next handshakes are refused, whatever their socket says. */
    record RefuseNext(int count, ConnectResult.Refused refusal) implements PhoenixInput {}

    /** Time went on, or all that comes at this instant has come: deadlines may be due, and channels run. */
    record TimePassed() implements PhoenixInput {}
}
