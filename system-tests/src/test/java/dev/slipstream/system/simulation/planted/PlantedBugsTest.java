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
 * Checks that the simulation finds planted bugs.
 *
 * <p>A build tries {@link #SAMPLE} of the bugs found within {@link #FEW} seeds. {@code -Dsimulation.planted=all} tries
 * all bugs. {@code -Dsimulation.planted=TEXT} tries the bugs whose name contains the text.
 */
class PlantedBugsTest {

    private static final String LIST = "/simulation/planted-bugs.txt";

    /** If a bug needed at most this many seeds when last measured, this many seeds are tried. */
    private static final int SEEDS = 2_000;

    /** For every other bug, this many seeds are tried. */
    private static final int MOST_SEEDS = 20_000;

    /** A build tries only bugs that need at most this many seeds. */
    private static final int FEW = 1;

    private static final int SAMPLE = 9;

    private static final int FEWEST = 25;
    private static final int CONTROLS = 12;
    private static final Map<String, String> FOUND = new ConcurrentSkipListMap<>();
    private static int tried;

    /** Runs several searches at once. Each bug uses a separate copy of the classes. */
    private static final ExecutorService SEARCHERS = Executors.newFixedThreadPool(
            Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 2),
            Thread.ofPlatform().daemon().factory());

    /** A bug and the search for it, which runs in the background. */
    record PlantedBug(Planting bug, Future<Finding> finding) {

        @Override
        public String toString() {
            return bug.name();
        }
    }

    /**
     * The result of a search.
     *
     * @param seeds how many seeds were tried
     * @param broken the invariant broken in the last seed, or null if none was broken
     */
    record Finding(long seeds, @Nullable String broken) {}

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void plantedBugIsFound(PlantedBug search) throws Exception {
        tried++;
        Finding finding = search.finding().get();

        assertThat(finding.broken())
                .as(search.bug() + " needed " + search.bug().needs() + " seeds before, and was not found in "
                        + finding.seeds())
                .isNotNull();
        FOUND.put(search.bug().name(), finding.seeds() + " | " + name(finding.broken()));
    }

    static Stream<PlantedBug> plantedBugIsFound() throws IOException {
        String which = System.getProperty("simulation.planted", "");
        List<Planting> chosen = Planting.read(LIST).stream()
                .filter(bug -> which.isEmpty()
                        ? bug.needs() <= FEW
                        : which.equals("all") || bug.name().contains(which))
                .toList();
        return (which.isEmpty() ? Planting.sample(chosen, SAMPLE) : chosen)
                .stream()
                        .map(bug -> new PlantedBug(bug, SEARCHERS.submit(() -> searchAndPrint(bug))))
                        .toList()
                        .stream();
    }

    private static Finding searchAndPrint(Planting bug) throws IOException, ReflectiveOperationException {
        Finding finding = search(bug);
        System.out.println(bug.name() + ": " + finding.seeds() + " seeds");
        return finding;
    }

    private static Finding search(Planting bug) throws IOException, ReflectiveOperationException {
        try (PatchedClasses classes = PatchedClasses.with(bug)) {
            LongFunction<String> check = check(classes);
            int limit = bug.needs() <= SEEDS ? SEEDS : MOST_SEEDS;
            for (long seed = 1; seed <= limit; seed++) {
                String broken = check.apply(seed);
                if (broken != null) {
                    return new Finding(seed, broken);
                }
            }
            return new Finding(limit, null);
        }
    }

    /** Returns a function that runs a seed with these classes and returns the broken invariant, or null. */
    @SuppressWarnings("unchecked") // SeedCheck is a LongFunction<String>
    private static LongFunction<String> check(PatchedClasses classes) throws ReflectiveOperationException {
        return classes.make(SeedCheck.class, LongFunction.class);
    }

    private static String name(String broken) {
        return broken.replaceFirst("seed \\d+: ", "");
    }

    @Test
    void unchangedCopyBreaksNoInvariant() throws IOException, ReflectiveOperationException {
        try (PatchedClasses classes = PatchedClasses.unchanged()) {
            LongFunction<String> check = check(classes);
            for (long seed = 1; seed <= CONTROLS; seed++) {
                assertThat(check.apply(seed)).isNull();
            }
        }
    }

    @Test
    void listHasEnoughBugs() throws IOException {
        List<Planting> bugs = Planting.read(LIST);

        assertThat(bugs).extracting(Planting::name).doesNotHaveDuplicates();
        assertThat(bugs).filteredOn(bug -> bug.needs() <= FEW).hasSizeGreaterThanOrEqualTo(FEWEST);
    }

    /** Also covers the bugs that a build does not try. */
    @Test
    void eachBugCanBePlanted() throws IOException {
        assertThat(PatchedClasses.complaints(Planting.read(LIST))).isEmpty();
    }

    @AfterAll
    static void print() throws IOException {
        TrustLine.write(
                "planted bugs found by the simulation",
                tried,
                FOUND.size() == tried ? "" : tried - FOUND.size() + " not found");
        SEARCHERS.shutdownNow();
        System.out.println("planted bug | seeds | found by");
        FOUND.forEach((name, seeds) -> System.out.println(name + " | " + seeds));
    }
}
