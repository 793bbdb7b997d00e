package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Execution(ExecutionMode.CONCURRENT)
class TourTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void showsEveryStep() throws InterruptedException {
        assertThat(walk(Optional.empty())).as(printed()).isTrue();

        for (Step step : Step.values()) {
            assertThat(printed()).contains(step.told());
        }
        assertThat(printed()).contains("All of it worked");
    }

    @ParameterizedTest
    @EnumSource
    void noticesWhenAStepIsSabotaged(Step step) throws InterruptedException {
        assertThat(walk(Optional.of(step))).as(printed()).isFalse();

        assertThat(printed()).contains("The tour broke at: " + step.word()).doesNotContain(step.told());
    }

    @Test
    void aStepThatDoesNotExistCannotBeSabotaged() {
        assertThat(Step.named("")).isEmpty();
        assertThatThrownBy(() -> Step.named("museum"))
                .hasMessageContaining("museum")
                .hasMessageContaining("cut");
    }

    private boolean walk(Optional<Step> broken) throws InterruptedException {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        try (Tour tour = new Tour(out, broken, Optional.empty(), "tour:paris")) {
            return tour.walk();
        }
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
