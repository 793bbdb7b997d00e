package dev.slipstream.system.simulation.planted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.planted.PatchedClasses;
import dev.slipstream.system.planted.Planting;
import dev.slipstream.system.trust.TrustLine;
import java.io.IOException;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that the simulation of programs finds bugs that are planted in channel handles and presences.
 *
 * <p>A build tries {@link #SAMPLE} of the bugs found within {@link #FEW} seeds. {@code -Dsimulation.channelPlanted=all}
 * tries all bugs. {@code -Dsimulation.channelPlanted=TEXT} tries the bugs whose names contain the text.
 */
class PlantedChannelBugsTest {

    private static final String LIST = "/simulation/planted-channel-bugs.txt";
    private static final int SEEDS = 2_000;
    private static final int FEW = 1;
    private static final int SAMPLE = 5;
    private static final int FEWEST = 8;

    private static int tried;
    private static int found;

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void plantedBugIsFound(Planting bug) throws Exception {
        tried++;
        try (PatchedClasses classes = PatchedClasses.with(bug)) {
            LongFunction<@Nullable String> check = check(classes);
            String broken = null;
            long seed = 0;
            while (broken == null && seed < SEEDS) {
                broken = check.apply(++seed);
            }
            System.out.println(bug + " | " + seed + " | " + broken);
            assertThat(broken)
                    .as(bug + " needed " + bug.needs() + " seeds before, and was not found in " + seed)
                    .isNotNull();
        }
        found++;
    }

    static Stream<Planting> plantedBugIsFound() throws IOException {
        String which = System.getProperty("simulation.channelPlanted", "");
        List<Planting> chosen = Planting.read(LIST).stream()
                .filter(bug -> which.isEmpty()
                        ? bug.needs() <= FEW
                        : which.equals("all") || bug.name().contains(which))
                .toList();
        return (which.isEmpty() ? Planting.sample(chosen, SAMPLE) : chosen).stream();
    }

    @SuppressWarnings("unchecked") // ChannelSeedCheck is a LongFunction<String>
    private static LongFunction<@Nullable String> check(PatchedClasses classes) throws ReflectiveOperationException {
        return classes.make(ChannelSeedCheck.class, LongFunction.class);
    }

    @Test
    void listHasEnoughBugs() throws IOException {
        List<Planting> bugs = Planting.read(LIST);

        assertThat(bugs).extracting(Planting::name).doesNotHaveDuplicates();
        assertThat(bugs)
                .hasSizeGreaterThanOrEqualTo(FEWEST)
                .allSatisfy(bug -> assertThat(bug.needs()).isPositive());
    }

    @Test
    void eachBugCanBePlanted() throws IOException {
        assertThat(PatchedClasses.complaints(Planting.read(LIST))).isEmpty();
    }

    @AfterAll
    static void report() throws IOException {
        TrustLine.write(
                "planted bugs found by the simulation of channel handles",
                tried,
                found == tried ? "" : tried - found + " not found");
    }
}
