package dev.slipstream.core;

import static org.assertj.core.api.Assertions.assertThat;

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

class FactsTest {

    private static final Connection CONNECTION = Connection.numbered(1);
    private static final Payload EMPTY = PlainEncoder.json("{}");
    private static final String TOPIC = "rooms:a";

    private static Facts posted(Facts facts, Command command) {
        return facts.apply(new Letter.ToConnection(command)).facts();
    }

    private static Facts join(Facts facts) {
        return posted(facts, new Command.JoinTopic(facts.nextRef(), TOPIC, EMPTY, Duration.ofSeconds(10)));
    }

    private static Facts leave(Facts facts) {
        return posted(facts, new Command.LeaveTopic(facts.nextRef(), TOPIC));
    }

    private static Facts told(Facts facts, Event event) {
        return facts.fold(CONNECTION, event);
    }

    private static Facts connected() {
        Configuration configuration = Configuration.of("ws://localhost/socket/websocket");
        return told(
                posted(Facts.initial(), new Command.OpenConnection(configuration, Credentials.none())),
                new Event.ChannelConnected());
    }

    private static final Event JOINED = new Event.TopicJoinSucceeded(TOPIC, EMPTY);
    private static final Event CRASHED = new Event.TopicJoinClosed(TOPIC, new TopicCloseReason.Crashed(EMPTY));
    private static final Event LOST =
            new Event.ChannelClosed(new DisconnectReason.Failed(new Failure.ConnectionLost("end of stream")));

    private static Facts in(JoinStatus status) {
        return switch (status) {
            case NONE -> connected();
            case WANTED -> told(join(Facts.initial()), new Event.ChannelConnected());
            case REQUESTED -> join(connected());
            case JOINED -> told(join(connected()), JOINED);
            case LEAVING -> leave(told(join(connected()), JOINED));
            case CLOSED -> told(told(join(connected()), JOINED), CRASHED);
        };
    }

    private static final Map<String, UnaryOperator<Facts>> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("join", FactsTest::join);
        COLUMNS.put("leave", FactsTest::leave);
        COLUMNS.put("joined", facts -> told(facts, JOINED));
        COLUMNS.put(
                "refused",
                facts -> told(facts, new Event.TopicJoinFailed(TOPIC, new TopicCloseReason.JoinRefused(EMPTY))));
        COLUMNS.put("crashed", facts -> told(facts, CRASHED));
        COLUMNS.put("left", facts -> told(facts, new Event.TopicLeft(TOPIC)));
        COLUMNS.put("lost", facts -> told(facts, LOST));
    }

    @Test
    void aTopicDoesWhatTheTableSays() throws IOException {
        List<String[]> rows = table();
        assertThat(rows.get(0)).containsExactlyElementsOf(header());
        assertThat(rows.stream().skip(1).map(row -> JoinStatus.valueOf(row[0]))).containsExactly(JoinStatus.values());

        for (String[] row : rows.subList(1, rows.size())) {
            JoinStatus before = JoinStatus.valueOf(row[0]);
            int column = 1;
            for (UnaryOperator<Facts> change : COLUMNS.values()) {
                String found = word(in(before), change.apply(in(before)));
                assertThat(found).as(before + " and " + rows.get(0)[column]).isEqualTo(row[column++]);
            }
        }
    }

    private static String word(Facts before, Facts after) {
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
        return Files.readString(Path.of("src/main/java/dev/slipstream/core/Facts.java"))
                .lines()
                .map(line -> line.replaceFirst("^ \\* ", ""))
                .dropWhile(line -> !line.startsWith("status "))
                .takeWhile(line -> !line.contains("</pre>"))
                .map(line -> line.split(" +"))
                .toList();
    }

    @Test
    void withoutAConnectionAJoinIsAWish() {
        Facts facts = join(Facts.initial());

        assertThat(facts.status(TOPIC)).isEqualTo(JoinStatus.WANTED);
        assertThat(facts.isWanted(TOPIC)).isTrue();
        assertThat(leave(facts).isWanted(TOPIC)).isFalse();
    }

    @Test
    void whatIsClosedAndNotWantedIsLeftAlone() {
        Facts facts = leave(in(JoinStatus.CLOSED));

        assertThat(leave(facts).status(TOPIC)).isEqualTo(JoinStatus.CLOSED);
        assertThat(told(facts, LOST).status(TOPIC)).isEqualTo(JoinStatus.CLOSED);
    }

    @Test
    void aJoinThatMeansNothingDoesNotStand() {
        for (JoinStatus status : Arrays.asList(JoinStatus.REQUESTED, JoinStatus.JOINED)) {
            Facts facts = in(status);
            Letter letter = new Letter.ToConnection(
                    new Command.JoinTopic(facts.nextRef(), TOPIC, EMPTY, Duration.ofSeconds(10)));
            assertThat(facts.apply(letter).stands()).isFalse();
        }
    }

    @Test
    void refsOfTokensAloneAreCounted() {
        Facts facts = posted(connected(), new Command.LeaveTopic(new Ref("s7"), TOPIC));
        assertThat(facts.nextRef()).isEqualTo(new Ref("1"));

        facts = posted(facts, new Command.LeaveTopic(new Ref("41"), TOPIC));
        assertThat(facts.nextRef()).isEqualTo(new Ref("42"));
    }

    /** They never begin anew: not behind the last int, nor behind the last integer that a double can tell from the next. */
    @ParameterizedTest
    @CsvSource({"2147483647, 2147483648", "4294967295, 4294967296", "9007199254740992, 9007199254740993"})
    void refsGoOnBehindTheLastInt(String last, String next) {
        Facts facts = posted(connected(), new Command.LeaveTopic(new Ref(last), TOPIC));
        assertThat(facts.nextRef()).isEqualTo(new Ref(next));

        facts = join(facts);
        assertThat(facts.nextRef().value()).hasSameSizeAs(next).isGreaterThan(next);
        assertThat(told(told(facts, LOST), new Event.ChannelConnected()).nextRef())
                .isEqualTo(facts.nextRef());
    }

    @Test
    void theTopicThatIsClosedForLongestIsForgottenFirst() {
        Facts facts = connected();
        for (int i = 0; i <= Facts.CLOSED_TOPICS_REMEMBERED; i++) {
            String topic = "rooms:" + i;
            Command join = new Command.JoinTopic(facts.nextRef(), topic, EMPTY, Duration.ofSeconds(10));
            facts = told(
                    told(posted(facts, join), new Event.TopicJoinSucceeded(topic, EMPTY)), new Event.TopicLeft(topic));
        }

        assertThat(facts.status("rooms:0")).isEqualTo(JoinStatus.NONE);
        assertThat(facts.status("rooms:1")).isEqualTo(JoinStatus.CLOSED);
        assertThat(facts.topics(JoinStatus.CLOSED)).hasSize(Facts.CLOSED_TOPICS_REMEMBERED);
    }

    @Test
    void aPushChangesTheNextRefAlone() {
        Facts joined = in(JoinStatus.JOINED);
        Facts pushed = posted(joined, new Command.PushMessage(joined.nextRef(), TOPIC, "said", EMPTY, null));

        assertThat(pushed.nextRef()).isNotEqualTo(joined.nextRef());
        assertThat(pushed.differsInRefsAlone(joined)).isTrue();
        assertThat(leave(joined).differsInRefsAlone(joined)).isFalse();
    }
}
