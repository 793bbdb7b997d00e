package dev.slipstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The first line of each cause is written at once. Further lines are counted, and the count is written once a minute.
 */
@Tag("F130")
class LogLimitTest {

    private final List<String> lines = new ArrayList<>();
    private Duration now = Duration.ofHours(1);
    private final LogLimit limit = new LogLimit(() -> now.toNanos(), (level, line) -> lines.add(level + " " + line));

    private void line(String cause) {
        limit.line(Level.WARNING, cause, count -> lines.add(cause + count));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void firstLineOfEachCauseIsWrittenAtOnce() {
        line("a");
        line("b");

        assertThat(lines).containsExactly("a", "b");
    }

    @Test
    void furtherLinesAreCountedForAMinute() {
        for (int i = 0; i < 20_000; i++) {
            line("a");
            pass(Duration.ofMillis(1));
        }
        assertThat(lines).containsExactly("a");

        pass(Duration.ofSeconds(40));
        line("a");
        assertThat(lines).containsExactly("a", "a (19999 more in the last 60 s)");

        line("a");
        assertThat(lines).hasSize(2);
    }

    @Test
    void countOfCausesAboveTheLimitIsLoggedAtTheirHighestLevel() {
        LogLimit small = new LogLimit(() -> now.toNanos(), 1, (level, line) -> lines.add(level + " " + line));
        for (Level level : List.of(Level.DEBUG, Level.DEBUG, Level.WARNING, Level.INFO)) {
            small.line(level, level + " " + lines.size(), count -> lines.add("written"));
        }

        small.writeAll();

        assertThat(lines)
                .containsExactly(
                        "written", "written", "WARNING other lines that were not written (2 more in the last 0 s)");
    }

    @Test
    void nextLineOfACauseAfterAQuietMinuteHasNoCount() {
        line("a");
        pass(LogLimit.PERIOD);
        line("a");

        assertThat(lines).containsExactly("a", "a");
    }

    @Test
    void countThatIsDueIsWrittenWithTheNextLineOfAnyCause() {
        line("a");
        line("a");
        line("b");
        pass(LogLimit.PERIOD);
        line("b");

        assertThat(lines).containsExactly("a", "b", "WARNING a (1 more in the last 60 s)", "b");
    }

    @Test
    void countThatIsDueIsWrittenAtTheNextCall() {
        line("a");
        line("a");
        limit.writeDue();
        pass(LogLimit.PERIOD.minusNanos(1));
        limit.writeDue();
        assertThat(lines).containsExactly("a");

        pass(Duration.ofNanos(1));
        limit.writeDue();
        limit.writeDue();
        assertThat(lines).containsExactly("a", "WARNING a (1 more in the last 60 s)");
    }

    /** A flood writes at most one line each minute for each cause. */
    @Test
    void floodWritesOneLineAMinute() {
        for (int i = 0; i < 36_000; i++) {
            line("a");
            line("b");
            limit.writeDue();
            pass(Duration.ofMillis(100));
        }
        assertThat(lines.size()).isBetween(2 * 59, 2 * 61);
    }

    @Test
    void causesAboveLimitShareOneCount() {
        for (int i = 0; i < 10_000; i++) {
            line("cause " + i);
        }
        assertThat(lines).hasSize(LogLimit.MAX_CAUSES + 1);

        pass(LogLimit.PERIOD);
        line("cause 0");
        line("cause 9999");
        assertThat(lines.subList(LogLimit.MAX_CAUSES + 1, lines.size()))
                .containsExactly(
                        "WARNING other lines that were not written (" + (10_000 - LogLimit.MAX_CAUSES - 1)
                                + " more in the last 60 s)",
                        "cause 0",
                        "cause 9999");
    }
}
