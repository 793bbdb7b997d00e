package dev.slipstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Failure.HandshakeRefused;
import dev.slipstream.core.machine.time.HttpDate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptDateTest {

    private static final String LATER = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final Clock CLOCK = new Clock() {
        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public Instant date() {
            return Instant.parse("1994-11-06T08:49:07.999Z");
        }
    };

    private static Failure added(Map<String, List<String>> headers) {
        DisconnectReason reason = new DisconnectReason.ConnectFailed(new HandshakeRefused(503, headers, "body"));
        return ((DisconnectReason.ConnectFailed) ReceiptDate.added(reason, CLOCK)).failure();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday"})
    void refusalWithoutDateGetsTimeOfReceipt(String invalid) {
        Map<String, List<String>> headers = invalid.isEmpty()
                ? Map.of("retry-after", List.of(LATER))
                : Map.of("retry-after", List.of(LATER), "date", List.of(invalid));

        assertThat(added(headers))
                .isEqualTo(new HandshakeRefused(
                        503,
                        Map.of("retry-after", List.of(LATER), "date", List.of("Sun, 06 Nov 1994 08:49:07 GMT")),
                        "body"));
    }

    @Test
    void dateOfServerIsKept() {
        Map<String, List<String>> headers =
                Map.of("retry-after", List.of(LATER), "date", List.of("Sun Nov  6 08:49:36 1994"));

        assertThat(added(headers)).isEqualTo(new HandshakeRefused(503, headers, "body"));
    }

    @Test
    void refusalThatNeedsNoDateIsUnchanged() {
        Map<String, List<String>> seconds = Map.of("retry-after", List.of("7"));

        assertThat(added(seconds)).isEqualTo(new HandshakeRefused(503, seconds, "body"));
        assertThat(added(Map.of())).isEqualTo(new HandshakeRefused(503, Map.of(), "body"));
        assertThat(ReceiptDate.added(new DisconnectReason.Requested(), CLOCK))
                .isEqualTo(new DisconnectReason.Requested());
    }

    @Test
    void simulatedClockBeginsIn1970() {
        Clock simulated = () -> 90_000_000_000L;

        assertThat(simulated.date()).isEqualTo(Instant.ofEpochSecond(90));
        assertThat(ProcessRuntime.real().clock().date()).isAfter(Instant.parse("2025-01-01T00:00:00Z"));
        assertThat(HttpDate.seconds(LATER)).hasValue(784_111_777);
    }
}
