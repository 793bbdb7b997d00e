package dev.slipstream.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void whatIsDoneHowFastAndWhatIsLeftAreTold() {
        assertThat(Progress.line(500, 2000, Duration.ofSeconds(10), Duration.ofDays(1)))
                .isEqualTo("500 seeds (25 %), 50 a second, 30 s left");
    }

    @Test
    void theLimitEndsItBeforeAllIsDone() {
        assertThat(Progress.line(500, 200_000, Duration.ofSeconds(10), Duration.ofSeconds(60)))
                .isEqualTo("500 seeds (17 %), 50 a second, 50 s left");
    }
}
