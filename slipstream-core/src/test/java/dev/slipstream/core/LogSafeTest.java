package dev.slipstream.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Observation.Span;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Text from a server cannot imitate a line of the log, and cannot fill the log. */
class LogSafeTest {

    private static final String HOSTILE = "a\r\n\u001b[2J\u202e" + "x".repeat(1000);
    private static final String HARMLESS = "a\\u000d\\u000a\\u001b[2J\\u202e" + "x".repeat(256 - 8) + "...";

    @ParameterizedTest
    @CsvSource({
        "0000, 0008",
        "0009, 000d",
        "000e, 001f",
        "007f, 009f",
        "00ad, 00ad",
        "061c, 061c",
        "200b, 200f",
        "2028, 2029",
        "202a, 202e",
        "2060, 2064",
        "2066, 2069",
        "d800, dfff",
        "feff, feff",
        "fff9, fffb",
        "e0001, e0001"
    })
    void unprintableCharactersAreEscaped(String first, String last) {
        for (int point = Integer.parseInt(first, 16); point <= Integer.parseInt(last, 16); point++) {
            String hex = "0".repeat(4 - Math.min(4, Integer.toHexString(point).length())) + Integer.toHexString(point);

            assertThat(LogSafe.of("a" + Character.toString(point) + "b")).isEqualTo("a\\u" + hex + "b");
        }
    }

    @ParameterizedTest
    @CsvSource({"0020, 007e", "00a0, 00ac", "00ae, 00ff", "4e00, 4e10", "1f422, 1f422"})
    void printableCharactersAreKept(String first, String last) {
        for (int point = Integer.parseInt(first, 16); point <= Integer.parseInt(last, 16); point++) {
            String text = "a" + Character.toString(point) + "b";

            assertThat(LogSafe.of(text)).isEqualTo(text);
        }
    }

    @Test
    void textAbove256CharactersIsCut() {
        assertThat(LogSafe.of("x".repeat(256))).isEqualTo("x".repeat(256));
        assertThat(LogSafe.of("x".repeat(257))).isEqualTo("x".repeat(256) + "...");
        assertThat(LogSafe.of("🐢".repeat(256))).isEqualTo("🐢".repeat(256));
        assertThat(LogSafe.of("🐢".repeat(257))).isEqualTo("🐢".repeat(256) + "...");
        assertThat(LogSafe.of("\n".repeat(256))).isEqualTo("\\u000a".repeat(256));
    }

    static Stream<Observation> observations() {
        Connection connection = Connection.numbered(1);
        Duration took = Duration.ofMillis(1);
        Telemetry.Ids ids = new Telemetry.Ids("t", "c");
        DisconnectReason closed = new DisconnectReason.Closed(1000, HOSTILE);
        return Stream.of(
                new Observation.FrameDropped(connection, Telemetry.DropReason.UNKNOWN_TOPIC, HOSTILE, HOSTILE),
                new Observation.PushDropped(HOSTILE, HOSTILE, new Failure.Disconnected()),
                new Observation.OperationDropped("push", HOSTILE, false, HOSTILE),
                new Observation.PayloadMismatched("handleMessage", HOSTILE, HOSTILE, "x"),
                new Observation.MessageDisplaced(HOSTILE, HOSTILE),
                new Observation.MessageSent(connection, HOSTILE, HOSTILE),
                new Observation.ReconnectAbandoned(1, closed),
                new Observation.ReconnectScheduled(1, took, closed, ReconnectPolicy.Decision.BACKOFF),
                new Observation.JoinAbandoned(HOSTILE, HOSTILE),
                new Observation.TopicEnded(HOSTILE),
                new Observation.ProblemReported(HOSTILE, "x"),
                new Observation.HandlerFailed(HOSTILE, HOSTILE, HOSTILE, "x"),
                new Observation.RejoinScheduled(HOSTILE, 1, took, HOSTILE),
                new Span.JoinStarted(connection, HOSTILE),
                new Span.JoinSucceeded(connection, HOSTILE, took),
                new Span.JoinFailed(connection, HOSTILE, "Left", took),
                new Span.RequestStarted(connection, new Ref("1"), HOSTILE, HOSTILE),
                new Span.RequestEnded(connection, new Ref("1"), HOSTILE, HOSTILE, "Ok", took),
                new Span.CallbackStarted("handleMessage", HOSTILE, HOSTILE),
                new Span.CallbackSucceeded("handleMessage", HOSTILE, HOSTILE, took),
                new Span.CallbackFailed("handleMessage", HOSTILE, HOSTILE, "x", took),
                new Span.ConnectionEnded(ids, connection, closed, took),
                new Span.HandlingStarted(ids, 1, "Received", HOSTILE, HOSTILE, "OPEN", 0));
    }

    @ParameterizedTest
    @MethodSource("observations")
    void observationsEscapeTextOfServer(Observation observation) throws ReflectiveOperationException {
        assertThat(observation.toString())
                .contains(HARMLESS.substring(0, 100), "...")
                .doesNotContain("\n", "\u001b", "\u202e", "xxx\\u");
        for (var component : observation.getClass().getRecordComponents()) {
            if (component.getName().equals("topic") || component.getName().equals("event")) {
                assertThat(component.getAccessor().invoke(observation)).isEqualTo(HARMLESS);
            }
            if (component.getName().equals("reason")
                    && component.getAccessor().invoke(observation) instanceof DisconnectReason reason) {
                assertThat(reason).isEqualTo(new DisconnectReason.Closed(1000, HARMLESS));
            }
        }
    }

    @Test
    void closeKeepsTextAndPrintsItEscaped() {
        DisconnectReason.Closed closed = new DisconnectReason.Closed(1000, HOSTILE);

        assertThat(closed.text()).isEqualTo(HOSTILE);
        assertThat(closed).hasToString("Closed[code=1000, text=" + HARMLESS + "]");
    }
}
