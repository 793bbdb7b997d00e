package dev.slipstream.system.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.OwnJvm;
import dev.slipstream.system.trust.TrustLine;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checks of each scenario hold in every tried schedule of its threads. Each build tries a few schedules of the
 * small scenarios. {@code -Dconcurrency.schedules=N} tries N schedules of every scenario.
 */
class SchedulesTest {

    private static final Optional<Integer> ASKED = Optional.ofNullable(Integer.getInteger("concurrency.schedules"));
    private static final int FEW = 8;
    private static int tried;
    private static int failed;

    @ParameterizedTest
    @MethodSource
    void holdsInEachSchedule(Class<? extends Runnable> scenario) throws IOException, InterruptedException {
        int schedules = ASKED.orElse(FEW);
        tried += schedules;
        if (ASKED.isPresent()) {
            System.out.println(OwnJvm.ALOUD + schedules + " schedules of " + scenario.getSimpleName());
        }
        OwnJvm ended = SchedulesProgram.run(scenario, Map.of(), schedules);
        failed += ended.exit() == 0 ? 0 : 1;
        assertThat(ended.exit()).as(String.join("\n", ended.output())).isZero();
    }

    static Stream<Class<? extends Runnable>> holdsInEachSchedule() {
        return ASKED.isPresent() ? Scenarios.all() : Scenarios.small();
    }

    @AfterAll
    static void report() throws IOException {
        assertThat(tried).isPositive();
        TrustLine.write("orders of steps (Lincheck)", tried, failed == 0 ? "" : failed + " scenarios fail");
    }
}
