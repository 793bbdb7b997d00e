package dev.slipstream.system.parity;

import dev.slipstream.system.layout.ProjectLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The tests that a page names, and what they came to in this build.
 *
 * <p>A test stands as class and method; {@code transcript client/stop} is that file under the transcripts of core,
 * {@code contract x} is the rule x of {@code TransportContract}, which both transports are held to, and {@code rule x} a
 * rule of the house.
 *
 * @param all as the page names them
 */
public record NamedTests(List<String> all) {

    private static final ProjectLayout PROJECT = ProjectLayout.ofThisBuild();
    private static final long REPORTS_ARE_WRITTEN_IN = 20_000_000_000L;

    /** Beside the classes of this build, wherever those are. */
    private static final Path REPORTS = Path.of("")
            .toAbsolutePath()
            .relativize(Path.of(NamedTests.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .getPath())
                    .resolveSibling("surefire-reports"));

    /** The tests of all rows of a page. */
    public static NamedTests of(ParityPage page) {
        return new NamedTests(page.rows().stream()
                .flatMap(row -> row.shownBy().stream())
                .distinct()
                .toList());
    }

    /** The names that stand behind this word. */
    public List<String> named(String kind) {
        return all.stream()
                .filter(test -> test.startsWith(kind + " "))
                .map(test -> test.substring(kind.length() + 1))
                .toList();
    }

    /** The transcripts that are not there. */
    public List<String> missingTranscripts() {
        Path transcripts = PROJECT.module("slipstream-core").resolve("src/test/resources/transcripts");
        return named("transcript").stream()
                .filter(name -> !Files.isRegularFile(transcripts.resolve(name + ".txt")))
                .toList();
    }

    /** The tests that did not run, were skipped or failed. */
    public List<String> unproven() throws Exception {
        List<String> tests = new ArrayList<>();
        if (!named("transcript").isEmpty()) {
            tests.addAll(List.of("TranscriptTest.connection", "TranscriptTest.client"));
        }
        for (String rule : named("contract")) {
            tests.add("JdkTransportContractTest." + rule);
            tests.add("TyrusTransportContractTest." + rule);
        }
        if (!named("rule").isEmpty()) {
            tests.addAll(List.of("ArchitectureTest.eachRuleHolds", "OffendersTest.ruleCatchesOffender"));
        }
        all.stream().filter(test -> !test.contains(" ")).forEach(tests::add);
        TestRuns runs = runs(tests);
        return tests.stream().filter(test -> !runs.passed(test)).toList();
    }

    /** The reports of this module's own tests are still being written when their tests are over. */
    static TestRuns runs(List<String> awaited) throws Exception {
        long end = System.nanoTime() + REPORTS_ARE_WRITTEN_IN;
        TestRuns runs = TestRuns.read(PROJECT, REPORTS);
        while (!runs.outcomes().keySet().containsAll(awaited) && System.nanoTime() < end) {
            LockSupport.parkNanos(500_000_000);
            runs = TestRuns.read(PROJECT, REPORTS);
        }
        return runs;
    }
}
