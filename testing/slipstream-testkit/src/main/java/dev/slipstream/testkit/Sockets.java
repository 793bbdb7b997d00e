package dev.slipstream.testkit;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Event;
import dev.slipstream.core.Socket;
import dev.slipstream.core.state.Assigns;
import dev.slipstream.core.state.CallbackScope;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.util.Map;

/**
 * Sockets for tests that call a callback directly.
 *
 * <pre>{@code
 * Socket socket = new Lobby().handleConnect(Sockets.connected());
 *
 * assertThat(socket.commands()).satisfiesExactly(join("rooms:lobby", Map.of("user", 1)));
 * }</pre>
 */
public final class Sockets {

    private static final Connection CONNECTION = Connection.numbered(1);
    private static final JacksonSerializer JSON = JacksonSerializer.standard();

    private Sockets() {}

    /** Returns the socket that {@code init} receives: not connected, without operations. */
    public static Socket fresh() {
        return given(SocketState.initial());
    }

    /** Returns the socket that {@code handleConnect} receives, connected to a server on this host. */
    public static Socket connected() {
        return given(connectedState());
    }

    /** Returns a connected socket that has joined these topics. */
    public static Socket joined(String... topics) {
        SocketState state = connectedState();
        for (String topic : topics) {
            Command join = new Command.JoinTopic(
                    state.nextRef(),
                    topic,
                    JSON.encode(Map.of()),
                    Configuration.of(URI).joinTimeout());
            state = state.apply(join)
                    .state()
                    .applyEvent(CONNECTION, new Event.TopicJoinSucceeded(topic, JSON.encode(Map.of())));
        }
        return given(state);
    }

    private static final String URI = "ws://localhost:4000/socket/websocket";

    private static SocketState connectedState() {
        Command open = new Command.OpenConnection(Configuration.of(URI), Credentials.none());
        return SocketState.initial().apply(open).state().applyEvent(CONNECTION, new Event.ChannelConnected());
    }

    private static Socket given(SocketState state) {
        return LiveSocket.of(new CallbackScope(Sockets.class, JSON), state, Assigns.EMPTY);
    }
}
