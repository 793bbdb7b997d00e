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
 * Each scenario finds the planted bugs in the classes that it tests. A build tries only one bug, which has the name
 * "the count is set to zero". {@code -Dconcurrency.planted=all} tries all bugs. Any other value tries the bugs whose names contain the
 * value.
 */
class BrokenCopiesTest {

    private static final String LIST = "/concurrency/planted-bugs.txt";
    private static final int SCHEDULES = 10_000;
    private static final String WHICH = System.getProperty("concurrency.planted", "the count is set to zero");
    private static int tried;
    private static int found;

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void findsPlantedBug(Planting bug) throws IOException, InterruptedException {
        tried++;
        System.out.println(OwnJvm.ALOUD + "planted bugs: " + found + " found, now " + bug);
        OwnJvm ended = SchedulesProgram.run(scenarioOf(bug), PatchedClasses.compiled(bug), SCHEDULES);
        String output = String.join("\n", ended.output());
        assertThat(ended.exit()).as(output).isEqualTo(SchedulesProgram.BROKEN);
        assertThat(output).contains("interleaving");
        found++;
    }

    static Stream<Planting> findsPlantedBug() throws IOException {
        return Planting.read(LIST).stream()
                .filter(bug -> WHICH.equals("all") || bug.name().contains(WHICH));
    }

    @Test
    void eachScenarioHasAPlantedBug() throws IOException {
        List<Planting> bugs = Planting.read(LIST);

        assertThat(bugs).extracting(Planting::name).doesNotHaveDuplicates();
        assertThat(bugs.stream().map(BrokenCopiesTest::scenarioOf).distinct())
                .containsExactlyInAnyOrderElementsOf(Scenarios.all().toList());
    }

    @Test
    void eachCanBePlanted() throws IOException {
        assertThat(PatchedClasses.complaints(Planting.read(LIST))).isEmpty();
    }

    /** The name of a bug starts with the scenario that finds it. */
    private static Class<? extends Runnable> scenarioOf(Planting bug) {
        return Scenarios.named(bug.name().substring(0, bug.name().indexOf(':')));
    }

    @AfterAll
    static void report() throws IOException {
        TrustLine.write(
                "planted bugs found in orders of steps (Lincheck)",
                tried,
                found == tried ? "" : tried - found + " not found");
    }
}
