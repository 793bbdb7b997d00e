package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Connection;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.Telemetry.DropReason;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Text from a server in the log is escaped and cut, because it may imitate other log lines or be very long. No count of
 * lines is lost.
 */
class LoggerTelemetryTest {

    private static final Connection CONNECTION = Connection.numbered(1);

    private final Lines lines = new Lines();
    private final Telemetry telemetry = LoggerTelemetry.to(lines);

    private static final class Lines implements System.Logger {

        private final List<String> all = new ArrayList<>();
        private Level least = Level.ALL;

        @Override
        public String getName() {
            return "lines";
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.compareTo(least) >= 0;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            all.add(message);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... params) {
            all.add(format);
        }
    }

    @Test
    void textOfServerStaysOnItsLine() {
        telemetry.observed(new Observation.FrameDropped(
                CONNECTION, DropReason.UNKNOWN_TOPIC, "rooms:\nWARNING all is well\u2028", "\u001b[2J\u202egnorw"));
        telemetry.observed(new Span.ConnectionEnded(
                new Telemetry.Ids("0".repeat(32), "0".repeat(16)),
                CONNECTION,
                new DisconnectReason.Closed(4000, "bye\r\nbye"),
                Duration.ofSeconds(1)));

        assertThat(lines.all)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .endsWith(
                                        "topic=rooms:\\u000aWARNING all is well\\u2028, event=\\u001b[2J\\u202egnorw]"),
                        line -> assertThat(line)
                                .contains("text=bye\\u000d\\u000abye")
                                .endsWith("took=PT1S]"));
    }

    @Test
    void longNameIsCutInLog() {
        telemetry.observed(
                new Observation.FrameDropped(CONNECTION, DropReason.UNKNOWN_TOPIC, "x".repeat(1_000_000), "hello"));

        assertThat(lines.all).singleElement().asString().hasSizeLessThan(400).endsWith("x..., event=hello]");
    }

    /** Reports this many messages that a full mailbox dropped. */
    private static void drop(Telemetry listener, int times) {
        for (int i = 0; i < times; i++) {
            listener.observed(new Observation.MessageDisplaced("rooms:1", "shout"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"INFO", "WARNING"})
    void countsAreWrittenWhenTheClientEnds(Level least) {
        lines.least = least;
        Duration[] now = {Duration.ZERO};
        Telemetry client = LoggerTelemetry.to(lines, () -> now[0].toNanos());
        drop(client, 3);
        client.observed(new Observation.PayloadMismatched("handleMessage", "rooms:1", "shout", "not a number"));
        now[0] = Duration.ofSeconds(30);
        assertThat(lines.all).hasSize(2);

        client.observed(new Observation.ClientEnded("Shutdown[]"));

        assertThat(lines.all.get(2)).isEqualTo("slipstream.client.message.drop (2 more in the last 30 s)");
        assertThat(lines.all.subList(3, lines.all.size()))
                .isEqualTo(
                        least == Level.INFO
                                ? List.of("slipstream.client.end ClientEnded[reason=Shutdown[]]")
                                : List.of());
    }

    @Test
    void endWritesTheCountOnceAndALaterLineIsWrittenAtOnce() {
        Telemetry client = telemetry.ofClient("0123456789abcdef0123456789abcdef");
        drop(client, 2);
        client.observed(new Observation.ClientEnded("Shutdown[]"));
        client.observed(new Observation.ClientEnded("Shutdown[]"));
        drop(client, 1);

        assertThat(lines.all)
                .hasSize(5)
                .allSatisfy(line -> assertThat(line).startsWith("01234567 slipstream.client."))
                .filteredOn(line -> line.contains("1 more in the last"))
                .hasSize(1);
        assertThat(lines.all.getLast()).contains("MessageDisplaced[");
    }
}
