package dev.slipstream.testkit;

import dev.slipstream.core.Assigns;
import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Event;
import dev.slipstream.core.Facts;
import dev.slipstream.core.Letter;
import dev.slipstream.core.Socket;
import dev.slipstream.core.Turn;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.util.Map;

/**
 * Sockets to call a callback with: a client is a function, and this is its argument.
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

    /** Returns the socket that {@code init} is given: nothing was done yet. */
    public static Socket fresh() {
        return given(Facts.initial());
    }

    /** Returns the socket that {@code handleConnect} is given, connected to a server on this host. */
    public static Socket connected() {
        return given(connectedFacts());
    }

    /** Returns a connected socket that has joined these topics. */
    public static Socket joined(String... topics) {
        Facts facts = connectedFacts();
        for (String topic : topics) {
            Command join = new Command.JoinTopic(
                    facts.nextRef(),
                    topic,
                    JSON.encode(Map.of()),
                    Configuration.of(URI).joinTimeout());
            facts = facts.apply(new Letter.ToConnection(join))
                    .facts()
                    .fold(CONNECTION, new Event.TopicJoinSucceeded(topic, JSON.encode(Map.of())));
        }
        return given(facts);
    }

    private static final String URI = "ws://localhost:4000/socket/websocket";

    private static Facts connectedFacts() {
        Command open = new Command.OpenConnection(Configuration.of(URI), Credentials.none());
        return Facts.initial()
                .apply(new Letter.ToConnection(open))
                .facts()
                .fold(CONNECTION, new Event.ChannelConnected());
    }

    private static Socket given(Facts facts) {
        return Socket.of(new Turn(Sockets.class, JSON), facts, Assigns.EMPTY);
    }
}
