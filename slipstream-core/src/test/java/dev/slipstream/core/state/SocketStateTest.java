package dev.slipstream.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.Ref;
import dev.slipstream.core.TopicCloseReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketStateTest {

    private static final Connection CONNECTION = Connection.numbered(1);
    private static final Payload EMPTY = PlainEncoder.json("{}");
    private static final String TOPIC = "rooms:a";

    private static SocketState applied(SocketState state, Command command) {
        return state.apply(command).state();
    }

    private static SocketState join(SocketState state) {
        return applied(state, new Command.JoinTopic(state.nextRef(), TOPIC, EMPTY, Duration.ofSeconds(10)));
    }

    private static SocketState leave(SocketState state) {
        return applied(state, new Command.LeaveTopic(state.nextRef(), TOPIC));
    }

    private static SocketState received(SocketState state, Event event) {
        return state.applyEvent(CONNECTION, event);
    }

    private static SocketState connected() {
        Configuration configuration = Configuration.of("ws://localhost/socket/websocket");
        return received(
                applied(SocketState.initial(), new Command.OpenConnection(configuration, Credentials.none())),
                new Event.ChannelConnected());
    }

    private static final Event JOINED = new Event.TopicJoinSucceeded(TOPIC, EMPTY);
    private static final Event CRASHED = new Event.TopicJoinClosed(TOPIC, new TopicCloseReason.Crashed(EMPTY));
    private static final Event LOST =
            new Event.ChannelClosed(new DisconnectReason.Failed(new Failure.ConnectionLost("end of stream")));

    private static SocketState in(JoinStatus status) {
        return switch (status) {
            case NONE -> connected();
            case WANTED -> received(join(SocketState.initial()), new Event.ChannelConnected());
            case REQUESTED -> join(connected());
            case JOINED -> received(join(connected()), JOINED);
            case LEAVING -> leave(received(join(connected()), JOINED));
            case CLOSED -> received(received(join(connected()), JOINED), CRASHED);
        };
    }

    private static final Map<String, UnaryOperator<SocketState>> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("join", SocketStateTest::join);
        COLUMNS.put("leave", SocketStateTest::leave);
        COLUMNS.put("joined", state -> received(state, JOINED));
        COLUMNS.put(
                "refused",
                state -> received(state, new Event.TopicJoinFailed(TOPIC, new TopicCloseReason.JoinRefused(EMPTY))));
        COLUMNS.put("crashed", state -> received(state, CRASHED));
        COLUMNS.put("left", state -> received(state, new Event.TopicLeft(TOPIC)));
        COLUMNS.put("lost", state -> received(state, LOST));
    }

    @Test
    void topicFollowsTransitionTable() throws IOException {
        List<String[]> rows = table();
        assertThat(rows.get(0)).containsExactlyElementsOf(header());
        assertThat(rows.stream().skip(1).map(row -> JoinStatus.valueOf(row[0]))).containsExactly(JoinStatus.values());

        for (String[] row : rows.subList(1, rows.size())) {
            JoinStatus before = JoinStatus.valueOf(row[0]);
            int column = 1;
            for (UnaryOperator<SocketState> change : COLUMNS.values()) {
                String found = word(in(before), change.apply(in(before)));
                assertThat(found).as(before + " and " + rows.get(0)[column]).isEqualTo(row[column++]);
            }
        }
    }

    private static String word(SocketState before, SocketState after) {
        JoinStatus status = after.status(TOPIC);
        if (status != before.status(TOPIC)) {
            return status == JoinStatus.REQUESTED ? "go" : status.name();
        }
        return after.isWanted(TOPIC) == before.isWanted(TOPIC) ? "-" : "unwanted";
    }

    private static List<String> header() {
        return Stream.concat(Stream.of("status"), COLUMNS.keySet().stream()).toList();
    }

    private static List<String[]> table() throws IOException {
        return Files.readString(Path.of("src/main/java/dev/slipstream/core/state/SocketState.java"))
                .lines()
                .map(line -> line.replaceFirst("^ \\* ", ""))
                .dropWhile(line -> !line.startsWith("status "))
                .takeWhile(line -> !line.contains("</pre>"))
                .map(line -> line.split(" +"))
                .toList();
    }

    @Test
    void joinWithoutConnectionIsRemembered() {
        SocketState state = join(SocketState.initial());

        assertThat(state.status(TOPIC)).isEqualTo(JoinStatus.WANTED);
        assertThat(state.isWanted(TOPIC)).isTrue();
        assertThat(leave(state).isWanted(TOPIC)).isFalse();
    }

    @Test
    void closedUnwantedTopicDoesNotChange() {
        SocketState state = leave(in(JoinStatus.CLOSED));

        assertThat(leave(state).status(TOPIC)).isEqualTo(JoinStatus.CLOSED);
        assertThat(received(state, LOST).status(TOPIC)).isEqualTo(JoinStatus.CLOSED);
    }

    @Test
    void redundantJoinIsIneffective() {
        for (JoinStatus status : Arrays.asList(JoinStatus.REQUESTED, JoinStatus.JOINED)) {
            SocketState state = in(status);
            Operation operation = new Command.JoinTopic(state.nextRef(), TOPIC, EMPTY, Duration.ofSeconds(10));
            assertThat(state.apply(operation).isEffective()).isFalse();
        }
    }

    @Test
    void onlyNumericRefsAreCounted() {
        SocketState state = applied(connected(), new Command.LeaveTopic(new Ref("s7"), TOPIC));
        assertThat(state.nextRef()).isEqualTo(new Ref("1"));

        state = applied(state, new Command.LeaveTopic(new Ref("41"), TOPIC));
        assertThat(state.nextRef()).isEqualTo(new Ref("42"));
    }

    /** Refs continue after the largest int, and after 2^53, where a double no longer represents each integer. */
    @ParameterizedTest
    @CsvSource({"2147483647, 2147483648", "4294967295, 4294967296", "9007199254740992, 9007199254740993"})
    void refsContinueAfterLastInt(String last, String next) {
        SocketState state = applied(connected(), new Command.LeaveTopic(new Ref(last), TOPIC));
        assertThat(state.nextRef()).isEqualTo(new Ref(next));

        state = join(state);
        assertThat(state.nextRef().value()).hasSameSizeAs(next).isGreaterThan(next);
        assertThat(received(received(state, LOST), new Event.ChannelConnected()).nextRef())
                .isEqualTo(state.nextRef());
    }

    @Test
    void longestClosedTopicIsForgottenFirst() {
        SocketState state = connected();
        for (int i = 0; i <= SocketState.CLOSED_TOPICS_REMEMBERED; i++) {
            String topic = "rooms:" + i;
            Command join = new Command.JoinTopic(state.nextRef(), topic, EMPTY, Duration.ofSeconds(10));
            state = received(
                    received(applied(state, join), new Event.TopicJoinSucceeded(topic, EMPTY)),
                    new Event.TopicLeft(topic));
        }

        assertThat(state.status("rooms:0")).isEqualTo(JoinStatus.NONE);
        assertThat(state.status("rooms:1")).isEqualTo(JoinStatus.CLOSED);
        assertThat(state.topics(JoinStatus.CLOSED)).hasSize(SocketState.CLOSED_TOPICS_REMEMBERED);
    }

    @Test
    void pushChangesOnlyNextRef() {
        SocketState joined = in(JoinStatus.JOINED);
        SocketState pushed = applied(joined, new Command.PushMessage(joined.nextRef(), TOPIC, "said", EMPTY, null));

        assertThat(pushed.nextRef()).isNotEqualTo(joined.nextRef());
        assertThat(pushed.differsOnlyInRefs(joined)).isTrue();
        assertThat(leave(joined).differsOnlyInRefs(joined)).isFalse();
    }
}
