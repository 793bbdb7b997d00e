package dev.slipstream.system.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.OwnJvm;
import dev.slipstream.system.planted.PatchedClasses;
import dev.slipstream.system.planted.Planting;
import dev.slipstream.system.trust.TrustLine;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scenarios bite: each finds the copies of its class that somebody could have broken. Those that need few orders are
 * tried in each build, {@code -Dconcurrency.planted=all} tries all, and with a part of their names some.
 */
class BrokenCopiesTest {

    private static final String LIST = "/concurrency/planted-bugs.txt";
    private static final int SCHEDULES = 10_000;
    private static final String WHICH = System.getProperty("concurrency.planted", "the count is set to nought");
    private static int tried;
    private static int found;

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void findsThePlanted(Planting bug) throws IOException, InterruptedException {
        tried++;
        System.out.println(OwnJvm.ALOUD + "broken copies: " + found + " found, now " + bug);
        OwnJvm ended = SchedulesProgram.run(scenarioOf(bug), PatchedClasses.compiled(bug), SCHEDULES);
        String output = String.join("\n", ended.output());
        assertThat(ended.exit()).as(output).isEqualTo(SchedulesProgram.BROKEN);
        assertThat(output).contains("interleaving");
        found++;
    }

    static Stream<Planting> findsThePlanted() throws IOException {
        return Planting.read(LIST).stream()
                .filter(bug -> WHICH.equals("all") || bug.name().contains(WHICH));
    }

    @Test
    void eachScenarioHasABrokenCopyToFind() throws IOException {
        List<Planting> bugs = Planting.read(LIST);

        assertThat(bugs).extracting(Planting::name).doesNotHaveDuplicates();
        assertThat(bugs.stream().map(BrokenCopiesTest::scenarioOf).distinct())
                .containsExactlyInAnyOrderElementsOf(Scenarios.all().toList());
    }

    @Test
    void eachCanBePlanted() throws IOException {
        assertThat(PatchedClasses.complaints(Planting.read(LIST))).isEmpty();
    }

    /** Its name says who finds it. */
    private static Class<? extends Runnable> scenarioOf(Planting bug) {
        return Scenarios.named(bug.name().substring(0, bug.name().indexOf(':')));
    }

    @AfterAll
    static void tell() throws IOException {
        TrustLine.write("broken copies (Lincheck)", tried, found == tried ? "" : tried - found + " not found");
    }
}
