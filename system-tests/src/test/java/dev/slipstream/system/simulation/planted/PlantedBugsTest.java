package dev.slipstream.system.simulation.planted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.planted.PatchedClasses;
import dev.slipstream.system.planted.Planting;
import dev.slipstream.system.trust.TrustLine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulation bites: it finds each bug that is planted.
 *
 * <p>Those that need more than {@link PlantedBug#FEW} seeds are tried only with {@code -Dsimulation.planted=all}, and
 * {@code -Dsimulation.planted=} with a part of their name tries some alone.
 */
class PlantedBugsTest {

    private static final String LIST = "/simulation/planted-bugs.txt";

    /** Within how many seeds each is found that needed no more when it was last measured. */
    private static final int SEEDS = 2_000;

    /** Within how many seeds the others are. */
    private static final int MOST_SEEDS = 20_000;

    /** Those that need no more seeds than this are tried in each build. */
    private static final int FEW = 9;

    private static final int FEWEST = 25;
    private static final int CONTROLS = 40;
    private static final Map<String, String> FOUND = new ConcurrentSkipListMap<>();
    private static int tried;

    /** Each bug has classes of its own, so that several can be looked for at a time. */
    private static final ExecutorService SEARCHERS = Executors.newFixedThreadPool(
            Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 2),
            Thread.ofPlatform().daemon().factory());

    /** The search for a bug, which goes on while others are waited for. */
    record PlantedBug(Planting bug, Future<Finding> finding) {

        @Override
        public String toString() {
            return bug.name();
        }
    }

    /**
     * What came of a search.
     *
     * @param broken what did not hold in the last seed; null if there was none
     */
    record Finding(long seeds, @Nullable String broken) {}

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void findsThePlanted(PlantedBug search) throws Exception {
        tried++;
        Finding finding = search.finding().get();

        assertThat(finding.broken())
                .as(search.bug() + ", of which " + search.bug().needs() + " seeds were enough, within "
                        + finding.seeds())
                .isNotNull();
        FOUND.put(search.bug().name(), finding.seeds() + " | " + name(finding.broken()));
    }

    static Stream<PlantedBug> findsThePlanted() throws IOException {
        String which = System.getProperty("simulation.planted", "");
        return Planting.read(LIST).stream()
                .filter(bug -> which.isEmpty()
                        ? bug.needs() <= FEW
                        : which.equals("all") || bug.name().contains(which))
                .map(bug -> new PlantedBug(bug, SEARCHERS.submit(() -> searched(bug))))
                .toList()
                .stream();
    }

    private static Finding searched(Planting bug) throws IOException, ReflectiveOperationException {
        Finding finding = found(bug);
        System.out.println(bug.name() + ": " + finding.seeds() + " seeds");
        return finding;
    }

    private static Finding found(Planting bug) throws IOException, ReflectiveOperationException {
        try (PatchedClasses classes = PatchedClasses.with(bug)) {
            LongFunction<String> judge = judge(classes);
            int most = bug.needs() <= SEEDS ? SEEDS : MOST_SEEDS;
            for (long seed = 1; seed <= most; seed++) {
                String broken = judge.apply(seed);
                if (broken != null) {
                    return new Finding(seed, broken);
                }
            }
            return new Finding(most, null);
        }
    }

    /** What runs a seed in that world, and returns what did not hold; null if everything did. */
    @SuppressWarnings("unchecked") // the class is one of ours, and nothing else
    private static LongFunction<String> judge(PatchedClasses classes) throws ReflectiveOperationException {
        return classes.make(Judge.class, LongFunction.class);
    }

    private static String name(String broken) {
        return broken.replaceFirst("seed \\d+: ", "");
    }

    @Test
    void aCopyWithoutABugIsClean() throws IOException, ReflectiveOperationException {
        try (PatchedClasses classes = PatchedClasses.unchanged()) {
            LongFunction<String> judge = judge(classes);
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

    /** Those that are not looked for in a build, too. */
    @Test
    void eachCanBePlanted() throws IOException {
        assertThat(PatchedClasses.complaints(Planting.read(LIST))).isEmpty();
    }

    @AfterAll
    static void print() throws IOException {
        TrustLine.write(
                "bugs planted in the simulation",
                tried,
                FOUND.size() == tried ? "" : tried - FOUND.size() + " not found");
        SEARCHERS.shutdownNow();
        System.out.println("planted bug | seeds | found by");
        FOUND.forEach((name, seeds) -> System.out.println(name + " | " + seeds));
    }
}
