package dev.slipstream.system.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.layout.Page;
import dev.slipstream.system.layout.ProjectLayout;
import dev.slipstream.system.planted.MainSources;
import dev.slipstream.system.planted.PatchedClasses;
import dev.slipstream.system.planted.Planting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each row of a sample of {@code docs/proofs/parity.md} describes an ability. If a mutation removes the ability, the
 * first test that the row names must fail.
 *
 * <p>Every build tries {@link #SAMPLE} of the mutations whose tests fail quickly. {@code -Dparity.mutations=all} tries
 * all mutations. A list of row ids, such as {@code F002,X14}, tries only the mutations of these rows.
 */
class MutationsTest {

    private static final int FEWEST = 30;

    /**
     * Every build tries only mutations with at most this number of seconds in {@code mutations.txt}, where 0 means less
     * than a second.
     */
    private static final int QUICK = 0;

    private static final int SAMPLE = 6;

    /** The number of JVMs that run in parallel. */
    private static final int AT_ONCE = 2;

    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final ProjectLayout PROJECT = ProjectLayout.ofThisBuild();

    /** The folder of compiled tests, relative to a module's folder. */
    private static final Path TEST_CLASSES = MODULE.relativize(Path.of(MutationsTest.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath()));

    private final Map<String, ParityPage.Row> rows = ParityPage.read(PROJECT.page(Page.PARITY)).rows().stream()
            .collect(Collectors.toMap(ParityPage.Row::id, row -> row));
    private final List<Planting> all = Planting.read("/parity/mutations.txt");

    MutationsTest() throws IOException {}

    @Test
    void testOfEachRemovedAbilityFails(@TempDir Path scratch) throws Exception {
        List<Planting> tried = tried();
        Map<String, NamedTest> tests = new LinkedHashMap<>();
        Map<Path, Set<Trial>> trials = new LinkedHashMap<>();
        for (Planting mutation : tried) {
            NamedTest test = NamedTest.find(
                    PROJECT, named(mutation), MainSources.ofThisBuild().module(mutation));
            Path classes = written(mutation, scratch);
            tests.put(mutation.name(), test);
            Set<Trial> ofModule = trials.computeIfAbsent(test.module(), module -> new LinkedHashSet<>());
            ofModule.add(Trial.control(test));
            ofModule.add(Trial.of(mutation.name(), classes, test));
        }

        Map<String, TrialOutcome> outcomes = outcomes(trials, new TrialRuns(TEST_CLASSES, scratch));

        for (Planting mutation : tried) {
            TrialOutcome outcome = outcomes.get(mutation.name());
            System.out.println(mutation.name() + " | " + named(mutation) + " | " + outcome.color() + " after "
                    + outcome.millis() + " ms | " + outcome.failure());
        }
        assertThat(tried).allSatisfy(mutation -> {
            String control = Trial.control(tests.get(mutation.name())).name();
            assertThat(outcomes.get(control).color())
                    .as(outcomes.get(control).toString())
                    .isEqualTo(TrialOutcome.Color.GREEN);
            assertThat(outcomes.get(mutation.name()).color())
                    .as(named(mutation) + " where " + mutation.name())
                    .isEqualTo(TrialOutcome.Color.RED);
        });
    }

    private List<Planting> tried() {
        String which = System.getProperty("parity.mutations", "");
        return which.isEmpty()
                ? Planting.sample(
                        all.stream().filter(one -> one.needs() <= QUICK).toList(), SAMPLE)
                : all.stream()
                        .filter(one -> which.equals("all") || which.contains(id(one)))
                        .toList();
    }

    private static Path written(Planting mutation, Path scratch) throws IOException {
        Path folder = Files.createTempDirectory(scratch, id(mutation));
        for (Map.Entry<String, byte[]> type : PatchedClasses.compiled(mutation).entrySet()) {
            Files.write(folder.resolve(type.getKey()), type.getValue());
        }
        return folder;
    }

    private static Map<String, TrialOutcome> outcomes(Map<Path, Set<Trial>> trials, TrialRuns runs) throws Exception {
        Map<String, TrialOutcome> outcomes = new ConcurrentHashMap<>();
        List<Callable<List<TrialOutcome>>> jvms = new ArrayList<>();
        trials.forEach((module, ofModule) -> jvms.add(() -> runs.run(module, List.copyOf(ofModule))));
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<List<TrialOutcome>> ended : threads.invokeAll(jvms)) {
                ended.get().forEach(outcome -> outcomes.put(outcome.trial(), outcome));
            }
        }
        return outcomes;
    }

    @Test
    void everySampledAbilityHasAMutation() {
        assertThat(all).extracting(MutationsTest::id).doesNotHaveDuplicates().containsAll(MutationSample.ids(FEWEST));
    }

    @Test
    void eachMutationCanBePlanted() {
        assertThat(PatchedClasses.complaints(all)).isEmpty();
    }

    @Test
    void pageListsMutationsWithTheirTests() throws IOException {
        List<String> listed = Files.readAllLines(PROJECT.page(Page.PARITY)).stream()
                .filter(line -> line.matches("\\| [FX]\\d+ [^|]+ \\| `[^|]+` \\|"))
                .toList();

        assertThat(listed)
                .containsExactlyElementsOf(all.stream()
                        .map(mutation -> "| " + mutation.name() + " | `" + named(mutation) + "` |")
                        .toList());
    }

    private static String id(Planting mutation) {
        return mutation.name().substring(0, mutation.name().indexOf(' '));
    }

    /** The test that must fail: the first test in the row. */
    private String named(Planting mutation) {
        return rows.get(id(mutation)).shownBy().get(0);
    }
}
