package dev.slipstream.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares sockets with the tables in the Javadoc of {@link Socket}: which operations throw, or have no effect. */
class OperationTableTest {

    private static final Path SOURCE = Path.of("src/main/java/dev/slipstream/core/Socket.java");
    private static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");
    private static final Connection CONNECTION = Connection.numbered(1);
    private static final Payload EMPTY = PlainEncoder.json("{}");
    private static final String TOPIC = "rooms:a";

    /** What an operation does, as far as a socket shows it. */
    private enum Effect {
        THROWS,
        NONE,
        SOME
    }

    private static final Map<String, UnaryOperator<Socket>> OPERATIONS = new LinkedHashMap<>();

    static {
        OPERATIONS.put("connect", socket -> socket.connect(CONFIGURATION));
        OPERATIONS.put("reconnect", Socket::reconnect);
        OPERATIONS.put("reconnectNow", Socket::reconnectNow);
        OPERATIONS.put("disconnect", Socket::disconnect);
        OPERATIONS.put("heartbeat", Socket::heartbeat);
        OPERATIONS.put("collectGarbage", Socket::collectGarbage);
        OPERATIONS.put("join", socket -> socket.join(TOPIC));
        OPERATIONS.put("rejoin", socket -> socket.rejoin(TOPIC, Map.of()));
        OPERATIONS.put("leave", socket -> socket.leave(TOPIC));
        OPERATIONS.put("push", socket -> socket.push(TOPIC, "x", Map.of()));
        OPERATIONS.put("request", socket -> socket.request(TOPIC, "x", Map.of(), "tag"));
    }

    private final LiveSocket fresh =
            LiveSocket.of(new CallbackScope(this, PlainEncoder.INSTANCE), SocketState.initial(), Assigns.EMPTY);

    @Test
    void connectionOperationsFollowTheirTable() throws IOException {
        compare("Operations on the connection", ConnectionStatus.values(), this::in);
    }

    @Test
    void topicOperationsFollowTheirTable() throws IOException {
        compare("Operations on a topic, by its {@link JoinStatus}", JoinStatus.values(), this::in);
    }

    private <S> void compare(String caption, S[] states, Function<S, Socket> socketIn) throws IOException {
        List<List<String>> rows = table(caption);
        assertThat(rows.getFirst().subList(1, rows.getFirst().size()))
                .containsExactlyElementsOf(
                        Arrays.stream(states).map(Object::toString).toList());
        assertThat(rows).hasSizeGreaterThan(5);

        for (List<String> row : rows.subList(1, rows.size())) {
            String operation = row.getFirst().replaceAll("\\{@code (\\w+)}", "$1");
            for (int i = 0; i < states.length; i++) {
                String cell = row.get(i + 1);
                assertThat(effect(OPERATIONS.get(operation), socketIn.apply(states[i])))
                        .as(operation + " in " + states[i] + ": " + cell)
                        .isEqualTo(expected(cell));
            }
        }
    }

    /** A cell begins with the usual case. */
    private static Effect expected(String cell) {
        return cell.startsWith("throws")
                ? Effect.THROWS
                : cell.startsWith("holds") || cell.startsWith("dropped") ? Effect.NONE : Effect.SOME;
    }

    private static Effect effect(UnaryOperator<Socket> operation, Socket socket) {
        try {
            return operation.apply(socket).operations().getLast() instanceof Operation.NoEffect
                    ? Effect.NONE
                    : Effect.SOME;
        } catch (IllegalStateException refused) {
            return Effect.THROWS;
        }
    }

    private Socket in(ConnectionStatus status) {
        SocketState connecting = LiveSocket.from(fresh.connect(CONFIGURATION)).state();
        SocketState connected = connecting.applyEvent(CONNECTION, new Event.ChannelConnected());
        return switch (status) {
            case DISCONNECTED ->
                fresh.with(connecting.applyEvent(
                        CONNECTION, new Event.ChannelClosed(new DisconnectReason.Closed(1012, ""))));
            case CONNECTING -> fresh.with(connecting);
            case CONNECTED -> fresh.with(connected);
            case DISCONNECTING -> fresh.with(connected).disconnect();
        };
    }

    private Socket in(JoinStatus status) {
        Socket connected = in(ConnectionStatus.CONNECTED);
        return switch (status) {
            case NONE -> connected;
            case WANTED -> in(ConnectionStatus.DISCONNECTED).join(TOPIC);
            case REQUESTED -> connected.join(TOPIC);
            case JOINED -> after(connected.join(TOPIC), new Event.TopicJoinSucceeded(TOPIC, EMPTY));
            case LEAVING -> in(JoinStatus.JOINED).leave(TOPIC);
            case CLOSED ->
                after(in(JoinStatus.JOINED), new Event.TopicJoinClosed(TOPIC, new TopicCloseReason.Crashed(EMPTY)));
        };
    }

    private Socket after(Socket socket, Event event) {
        return fresh.with(LiveSocket.from(socket).state().applyEvent(CONNECTION, event));
    }

    /** Reads the rows of the table with this caption, the header first. */
    private static List<List<String>> table(String caption) throws IOException {
        String source = Files.readString(SOURCE).replaceAll("\n \\* +", " ");
        int start = source.indexOf("<caption>" + caption + "</caption>");
        String table = source.substring(start, source.indexOf("</table>", start));
        List<List<String>> rows = new ArrayList<>();
        for (String row : table.split("<tr>")) {
            List<String> cells = new ArrayList<>();
            for (Matcher cell = Pattern.compile("<t[hd]>(.*?)</t[hd]>").matcher(row); cell.find(); ) {
                cells.add(cell.group(1));
            }
            if (!cells.isEmpty()) {
                rows.add(cells);
            }
        }
        return rows;
    }
}
