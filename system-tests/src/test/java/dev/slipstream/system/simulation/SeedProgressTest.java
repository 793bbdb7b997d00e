package dev.slipstream.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SeedProgressTest {

    @Test
    void lineNamesSeedsRateAndRemainingTime() {
        assertThat(SeedProgress.line(500, 2000, Duration.ofSeconds(10), Duration.ofDays(1)))
                .isEqualTo("500 seeds (25 %), 50 a second, 30 s left");
    }

    @Test
    void remainingTimeEndsAtTheLimit() {
        assertThat(SeedProgress.line(500, 200_000, Duration.ofSeconds(10), Duration.ofSeconds(60)))
                .isEqualTo("500 seeds (17 %), 50 a second, 50 s left");
    }
}
