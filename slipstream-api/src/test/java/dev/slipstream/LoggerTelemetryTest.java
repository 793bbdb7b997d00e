package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Connection;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.Telemetry.DropReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

/** Text from a server in the log is escaped and cut, because it may imitate other log lines or be very long. */
class LoggerTelemetryTest {

    private static final Connection CONNECTION = Connection.numbered(1);

    private final Lines lines = new Lines();
    private final Telemetry telemetry = LoggerTelemetry.to(lines);

    private static final class Lines implements System.Logger {

        private final List<String> all = new ArrayList<>();

        @Override
        public String getName() {
            return "lines";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
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
}
