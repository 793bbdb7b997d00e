package dev.slipstream.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Socket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Compares a client with the tables in the Javadoc of {@link Socket}. A cell has one or several parts, such as
 * {@code joins at once}. For each part, the test runs the operation of the row in the state of the column.
 */
class OperationTableTest {

    private static final Path SOURCE = Path.of("src/main/java/dev/slipstream/core/Socket.java");
    private static final String TOPIC = TableClient.TOPIC;
    private static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");
    private static final Object OLD = PlainEncoder.json("old");
    private static final Object NEW = PlainEncoder.json("new");

    private static final Map<String, UnaryOperator<Socket>> OPERATIONS = new LinkedHashMap<>();

    static {
        OPERATIONS.put("connect", socket -> socket.connect(CONFIGURATION));
        OPERATIONS.put("reconnect", Socket::reconnect);
        OPERATIONS.put("reconnectNow", Socket::reconnectNow);
        OPERATIONS.put("disconnect", Socket::disconnect);
        OPERATIONS.put("heartbeat", Socket::heartbeat);
        OPERATIONS.put("collectGarbage", Socket::collectGarbage);
        OPERATIONS.put("join", socket -> socket.join(TOPIC, NEW));
        OPERATIONS.put("rejoin", socket -> socket.rejoin(TOPIC, NEW));
        OPERATIONS.put("leave", socket -> socket.leave(TOPIC));
        OPERATIONS.put("push", socket -> socket.push(TOPIC, "x"));
        OPERATIONS.put("request", socket -> socket.request(TOPIC, "x", Map.of(), "tag"));
    }

    /** The condition of a part, in addition to the state of the column. */
    private enum Situation {
        USUAL,
        /** The client has no configuration. */
        NEVER_CONNECTED,
        /** The callback {@code handleDisconnect} runs, and the policy decided to reconnect at once. */
        DECIDED,
        /** The client waits for the next attempt. */
        BACKING_OFF,
        /** The topic has a buffer. */
        BUFFERED,
        /** The topic is closed and not wanted. */
        UNWANTED
    }

    /** What happens after the operation. */
    private enum Next {
        NOTHING,
        /** The connection or the attempt ends. */
        END,
        /** The client sends its next join. */
        JOIN,
        /** The client sends its next join, and the server accepts the join. */
        JOINED
    }

    /** The meaning of a part: its condition, what happens after the operation, and the expected outcome. */
    private record Meaning(Situation situation, Next next, String outcome) {

        static Meaning of(String outcome) {
            return new Meaning(Situation.USUAL, Next.NOTHING, outcome);
        }

        static Meaning in(Situation situation, String outcome) {
            return new Meaning(situation, Next.NOTHING, outcome);
        }

        static Meaning then(Next next, String outcome) {
            return new Meaning(Situation.USUAL, next, outcome);
        }
    }

    private static final Map<String, Meaning> MEANINGS = new LinkedHashMap<>();

    static {
        MEANINGS.put("throws", Meaning.of("throws"));
        MEANINGS.put("not needed", Meaning.of("not needed"));
        MEANINGS.put("dropped", Meaning.of("dropped"));

        MEANINGS.put("connects", Meaning.of("attempt"));
        MEANINGS.put("replaces the attempt", Meaning.then(Next.END, "CloseConnection; attempt"));
        MEANINGS.put(
                "connects after the end of the connection", Meaning.then(Next.END, "nothing; ChannelClosed, attempt"));
        MEANINGS.put(
                "connects after the delay that the policy chose", Meaning.in(Situation.DECIDED, "reconnect in 0 s"));
        MEANINGS.put("or after the backoff if the policy gave up", Meaning.of("reconnect in 5 s"));
        MEANINGS.put("throws without a configuration", Meaning.in(Situation.NEVER_CONNECTED, "throws"));
        MEANINGS.put("ends a backoff", Meaning.in(Situation.BACKING_OFF, "attempt"));
        MEANINGS.put("not needed if an attempt is under way", Meaning.of("not needed"));
        MEANINGS.put("cancels the reconnect", Meaning.in(Situation.DECIDED, "nothing"));
        MEANINGS.put("not needed if there is none", Meaning.of("not needed"));
        MEANINGS.put("cancels the attempt", Meaning.then(Next.END, "CloseConnection; ChannelClosed"));
        MEANINGS.put("disconnects", Meaning.then(Next.END, "CloseConnection; ChannelClosed"));
        MEANINGS.put("sends a heartbeat unless one is outstanding", Meaning.of("SendHeartbeat"));
        MEANINGS.put("drops spare buffers", Meaning.of("CollectGarbage"));

        MEANINGS.put("joins", Meaning.of("JoinTopic new"));
        MEANINGS.put("joins at once", Meaning.of("JoinTopic new"));
        MEANINGS.put("replaces the params", Meaning.then(Next.JOIN, "nothing; JoinTopic new"));
        MEANINGS.put(
                "sets the params of later joins", Meaning.then(Next.JOIN, "nothing; rejoin in 2 s, JoinTopic new"));
        MEANINGS.put(
                "not needed if called without params",
                Meaning.then(Next.JOIN, "not needed; rejoin in 2 s, JoinTopic old"));
        MEANINGS.put("joins after the backoff", Meaning.then(Next.JOIN, "rejoin in 2 s; JoinTopic new"));
        MEANINGS.put("cancels the join", Meaning.then(Next.JOIN, "TopicLeft; nothing"));
        MEANINGS.put("leaves", Meaning.of("LeaveTopic"));
        MEANINGS.put("cancels the rejoin", Meaning.then(Next.JOIN, "TopicLeft; nothing"));
        MEANINGS.put("not needed if none is planned", Meaning.in(Situation.UNWANTED, "not needed"));
        MEANINGS.put("sends", Meaning.of("PushMessage"));
        MEANINGS.put("Lost", Meaning.of("Lost"));
        MEANINGS.put("or Lost", Meaning.of("Lost"));
        MEANINGS.put("buffered", new Meaning(Situation.BUFFERED, Next.JOINED, "nothing; PushMessage"));
        MEANINGS.put("buffered if wanted", new Meaning(Situation.BUFFERED, Next.JOINED, "nothing; PushMessage"));
    }

    @Test
    void connectionOperationsFollowTheirTable() throws IOException {
        compare("Operations on the connection", ConnectionStatus.values(), OperationTableTest::in);
    }

    @Test
    void topicOperationsFollowTheirTable() throws IOException {
        compare("Operations on a topic, by its {@link JoinStatus}", JoinStatus.values(), OperationTableTest::in);
    }

    @Test
    void tablesNameEachOperationAndEachMeaningOnce() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String caption :
                List.of("Operations on the connection", "Operations on a topic, by its {@link JoinStatus}")) {
            List<List<String>> table = table(caption);
            rows.addAll(table.subList(1, table.size()));
        }
        Set<String> parts = new LinkedHashSet<>();
        rows.forEach(row -> row.subList(1, row.size()).forEach(cell -> parts.addAll(parts(cell))));

        assertThat(rows).extracting(List::getFirst).containsExactlyElementsOf(OPERATIONS.keySet());
        assertThat(parts).containsExactlyInAnyOrderElementsOf(MEANINGS.keySet());
    }

    private <S> void compare(String caption, S[] states, BiFunction<S, Situation, TableClient> clientIn)
            throws IOException {
        List<List<String>> rows = table(caption);
        assertThat(rows.getFirst().subList(1, rows.getFirst().size()))
                .containsExactlyElementsOf(
                        Arrays.stream(states).map(Object::toString).toList());
        for (List<String> row : rows.subList(1, rows.size())) {
            String operation = row.getFirst();
            for (int i = 0; i < states.length; i++) {
                for (String part : parts(row.get(i + 1))) {
                    Meaning meaning = MEANINGS.get(part);
                    UnaryOperator<Socket> written = part.endsWith("without params")
                            ? socket -> socket.rejoin(TOPIC)
                            : OPERATIONS.get(operation);
                    assertThat(outcome(clientIn.apply(states[i], meaning.situation()), written, meaning.next()))
                            .as(operation + " in " + states[i] + ": " + part)
                            .isEqualTo(meaning.outcome());
                }
            }
        }
    }

    private static String outcome(TableClient client, UnaryOperator<Socket> operation, Next next) {
        String unused = client.said();
        try {
            client.perform(operation);
        } catch (IllegalStateException refused) {
            return "throws";
        }
        String first = client.said();
        switch (next) {
            case NOTHING -> {
                return first;
            }
            case END -> client.end();
            case JOIN -> join(client);
            case JOINED -> {
                join(client);
                String joining = client.said();
                assertThat(joining).contains("JoinTopic");
                client.joined();
            }
        }
        return first + "; " + client.said();
    }

    /** Lets the client send the next join of its topic. */
    private static void join(TableClient client) {
        switch (client.state().status(TOPIC)) {
            case WANTED -> client.connected();
            case REQUESTED, JOINED -> client.crashed().returned().passTime();
            case CLOSED -> {
                if (client.state().connectionStatus() == ConnectionStatus.CONNECTED) {
                    client.passTime();
                } else {
                    client.connected();
                }
            }
            case NONE, LEAVING -> throw new IllegalStateException("no join follows");
        }
    }

    /** A client whose connection has this status. */
    private static TableClient in(ConnectionStatus status, Situation situation) {
        TableClient fresh = new TableClient(
                status == ConnectionStatus.DISCONNECTED && situation == Situation.USUAL
                        ? ReconnectPolicy.never()
                        : ReconnectPolicy.standard());
        return switch (situation) {
            case NEVER_CONNECTED -> fresh;
            case DECIDED -> fresh.connecting().refused(403);
            case BACKING_OFF -> fresh.connecting().refused(500).returned();
            case USUAL, BUFFERED, UNWANTED ->
                switch (status) {
                    case DISCONNECTED -> fresh.connecting().refused(500).returned();
                    case CONNECTING -> fresh.connecting();
                    case CONNECTED -> fresh.connecting().connected();
                    case DISCONNECTING -> fresh.connecting().connected().perform(Socket::disconnect);
                };
        };
    }

    /** A client whose topic has this status. */
    private static TableClient in(JoinStatus status, Situation situation) {
        UnaryOperator<Socket> join = situation == Situation.BUFFERED
                ? socket -> socket.joinWith(
                        TOPIC,
                        JoinOptions.builder()
                                .params(OLD)
                                .buffer(PushBuffer.of(4))
                                .build())
                : socket -> socket.join(TOPIC, OLD);
        TableClient connecting = new TableClient(ReconnectPolicy.standard()).connecting();
        if (situation == Situation.UNWANTED) {
            return connecting
                    .connected()
                    .perform(join)
                    .joined()
                    .perform(socket -> socket.leave(TOPIC))
                    .left();
        }
        return switch (status) {
            case NONE -> connecting.connected();
            case WANTED -> connecting.perform(join);
            case REQUESTED -> connecting.connected().perform(join);
            case JOINED -> connecting.connected().perform(join).joined();
            case LEAVING -> connecting.connected().perform(join).joined().perform(socket -> socket.leave(TOPIC));
            case CLOSED ->
                connecting.connected().perform(join).joined().crashed().returned();
        };
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
                cells.add(cell.group(1).replaceAll("\\{@code (\\w+)}", "$1"));
            }
            if (!cells.isEmpty()) {
                rows.add(cells);
            }
        }
        return rows;
    }

    private static List<String> parts(String cell) {
        return List.of(cell.split("[;,] "));
    }
}
