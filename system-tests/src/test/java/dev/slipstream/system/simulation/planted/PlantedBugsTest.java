package dev.slipstream.system.simulation.planted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.planted.PatchedWorld;
import dev.slipstream.system.planted.Planting;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulation bites: it finds each bug that is planted.
 *
 * <p>Those that need more than {@link #FEW} seeds are tried only with {@code -Dsimulation.planted=all}, and
 * {@code -Dsimulation.planted=} with a part of their name tries some alone.
 */
class PlantedBugsTest {

    private static final String LIST = "/simulation/planted-bugs.txt";

    /** Within how many seeds each is found. */
    private static final int SEEDS = 2000;

    /** Those that need no more seeds than this are tried in each build. */
    private static final int FEW = 9;

    private static final int FEWEST = 25;
    private static final int CONTROLS = 40;
    private static final Map<String, String> FOUND = new ConcurrentSkipListMap<>();

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Execution(ExecutionMode.CONCURRENT)
    void findsThePlanted(Planting bug) throws IOException, ReflectiveOperationException {
        try (PatchedWorld world = PatchedWorld.with(bug)) {
            LongFunction<String> judge = judge(world);
            String broken = null;
            long seed = 0;
            while (broken == null && seed < SEEDS) {
                seed++;
                broken = judge.apply(seed);
            }
            assertThat(broken).as(bug.name()).isNotNull();
            FOUND.put(bug.name(), seed + " | " + broken.replaceAll("seed \\d+: ", ""));
        }
    }

    /** What runs a seed in that world, and returns what did not hold; null if everything did. */
    @SuppressWarnings("unchecked") // the class is one of ours, and nothing else
    private static LongFunction<String> judge(PatchedWorld world) throws ReflectiveOperationException {
        return world.make(Judge.class, LongFunction.class);
    }

    static Stream<Planting> findsThePlanted() throws IOException {
        String which = System.getProperty("simulation.planted", "");
        return Planting.read(LIST).stream()
                .filter(bug -> which.isEmpty()
                        ? bug.needs() <= FEW
                        : which.equals("all") || bug.name().contains(which));
    }

    @Test
    void aCopyWithoutABugIsClean() throws IOException, ReflectiveOperationException {
        try (PatchedWorld world = PatchedWorld.unchanged()) {
            LongFunction<String> judge = judge(world);
            for (long seed = 1; seed <= CONTROLS; seed++) {
                assertThat(judge.apply(seed)).isNull();
            }
        }
    }

    @Test
    void thereAreEnoughOfThem() throws IOException {
        List<Planting> bugs = Planting.read(LIST);

        assertThat(bugs).extracting(Planting::name).doesNotHaveDuplicates();
        assertThat(bugs).filteredOn(bug -> bug.needs() <= FEW).hasSizeGreaterThanOrEqualTo(FEWEST);
    }

    @AfterAll
    static void print() {
        System.out.println("planted bug | seeds | found by");
        FOUND.forEach((name, seeds) -> System.out.println(name + " | " + seeds));
    }
}
