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
 * The tests that the page names notice when the ability is not there: it is taken away, and the first of them is red.
 *
 * <p>Tried are those that turn red soon; all of them with {@code -Dparity.mutations=all}, and with some ids in place of
 * {@code all}, such as {@code F002,X14}, those alone.
 */
class MutationsTest {

    private static final int FEWEST = 30;

    /** Those that need no more seconds than this are tried in each build. */
    private static final int SOON = 0;

    /** JVMs. */
    private static final int AT_ONCE = 2;

    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final ProjectLayout PROJECT = ProjectLayout.ofThisBuild();

    /** Below each module, as in this one. */
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
    void theTestOfEachAbilityThatIsTakenAwayTurnsRed(@TempDir Path scratch) throws Exception {
        List<Planting> tried = all.stream().filter(MutationsTest::isTried).toList();
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
            System.out.println(mutation.name() + " | " + named(mutation) + " | " + outcome.colour() + " after "
                    + outcome.millis() + " ms | " + outcome.words());
        }
        assertThat(tried).allSatisfy(mutation -> {
            String control = Trial.control(tests.get(mutation.name())).name();
            assertThat(outcomes.get(control).colour())
                    .as(outcomes.get(control).toString())
                    .isEqualTo(TrialOutcome.Colour.GREEN);
            assertThat(outcomes.get(mutation.name()).colour())
                    .as(named(mutation) + " where " + mutation.name())
                    .isEqualTo(TrialOutcome.Colour.RED);
        });
    }

    private static boolean isTried(Planting mutation) {
        String which = System.getProperty("parity.mutations", "");
        return which.isEmpty() ? mutation.needs() <= SOON : which.equals("all") || which.contains(id(mutation));
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
    void allThatAreDrawnAreInTheList() {
        assertThat(all).extracting(MutationsTest::id).doesNotHaveDuplicates().containsAll(Draw.ids(FEWEST));
    }

    @Test
    void eachCanBePlanted() {
        assertThat(PatchedClasses.complaints(all)).isEmpty();
    }

    @Test
    void thePageListsThemWithTheTestsThatNotice() throws IOException {
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

    /** The test that is to turn red: the first of the row. */
    private String named(Planting mutation) {
        return rows.get(id(mutation)).shownBy().get(0);
    }
}
