package dev.slipstream.system.parity;

import dev.slipstream.system.layout.ProjectLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The tests that a page names, and their outcomes in this build.
 *
 * <p>Most names have the form {@code Class.method}. Three other forms exist. For example, {@code transcript
 * client/stop} names the test that replays the file {@code client/stop} of core's transcripts. {@code contract x} names
 * the rule {@code x} of {@code TransportContract}, which each transport must pass. {@code rule x} names the
 * architecture rule {@code x}.
 *
 * @param all the names on the page
 */
public record NamedTests(List<String> all) {

    private static final ProjectLayout PROJECT = ProjectLayout.ofThisBuild();
    private static final long REPORTS_ARE_WRITTEN_IN = 20_000_000_000L;

    /** The folder of test reports, next to the compiled tests and relative to a module's folder. */
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

    /** The names that follow the word {@code kind} on the page. One such word is {@code transcript}. */
    public List<String> named(String kind) {
        return all.stream()
                .filter(test -> test.startsWith(kind + " "))
                .map(test -> test.substring(kind.length() + 1))
                .toList();
    }

    /** The named transcripts that do not exist. */
    public List<String> missingTranscripts() {
        Path transcripts = PROJECT.module("slipstream-core").resolve("src/test/resources/transcripts");
        return named("transcript").stream()
                .filter(name -> !Files.isRegularFile(transcripts.resolve(name + ".txt")))
                .toList();
    }

    /** The named tests that did not run, were skipped or failed. */
    public List<String> unproven() throws Exception {
        List<String> tests = new ArrayList<>();
        if (!named("transcript").isEmpty()) {
            tests.addAll(List.of("TranscriptTest.connection", "TranscriptTest.client"));
        }
        for (String rule : named("contract")) {
            tests.add("JdkTransportContractTest." + rule);
            tests.add("TyrusTransportContractTest." + rule);
            tests.add("NettyTransportContractTest." + rule);
        }
        if (!named("rule").isEmpty()) {
            tests.addAll(List.of("ArchitectureTest.eachRuleHolds", "OffendersTest.ruleCatchesOffender"));
        }
        all.stream().filter(test -> !test.contains(" ")).forEach(tests::add);
        TestRuns runs = runs(tests);
        return tests.stream().filter(test -> !runs.passed(test)).toList();
    }

    /**
     * Reads the reports. Waits for the reports of this module, because a report may be written after its tests have
     * ended.
     */
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
