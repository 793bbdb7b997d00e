package dev.slipstream.system.trust;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines that the table of a long run must contain. Without this list, a part that did not run would go unnoticed.
 *
 * @param lines the names of the lines, {@link TrustLine#what}
 */
public record RequiredLines(List<String> lines) {

    /** The lines of the fuzzing in {@code -Ptrust}. */
    public static final List<String> FUZZED = List.of(
            "inputs fuzzed, text frames",
            "inputs fuzzed, binary frames",
            "inputs fuzzed, encoding",
            "inputs fuzzed, queries",
            "inputs fuzzed, handshakes",
            "inputs fuzzed, hostile frames",
            "inputs fuzzed, websocket frames",
            "inputs fuzzed, presence messages");

    private static final List<String> TESTED = List.of(
            "faults F01 to F56 and frames of RFC 6455, on real sockets",
            "seeds of the simulation",
            "faults that took effect in the simulation",
            "planted bugs found by the simulation",
            "seeds of the simulation of channel handles",
            "planted bugs found by the simulation of channel handles",
            "presence histories compared with phoenix.js",
            "orders of steps (Lincheck)",
            "races on real threads",
            "planted bugs found in orders of steps (Lincheck)",
            "soak, killed connections, jdk",
            "soak, killed connections, tyrus",
            "soak, killed connections, netty",
            "soak, slow consumer, jdk",
            "soak, slow consumer, tyrus",
            "soak, slow consumer, netty",
            "soak, hostile payloads, jdk",
            "soak, hostile payloads, tyrus",
            "soak, hostile payloads, netty");

    private static final List<String> EXAMINED = List.of(
            "mutants of slipstream-core",
            "mutants of slipstream-core that tests kill",
            "classes, by SpotBugs with find-sec-bugs");

    private static final String NOT_TRIED = "not tried";

    public RequiredLines {
        lines = List.copyOf(lines);
    }

    /**
     * Returns the required lines of a build.
     *
     * @param isTested whether tests ran; without tests there are no mutants
     * @param isFuzzed whether the build used {@code -Ptrust}, which includes fuzzing, mutants and SpotBugs
     */
    static RequiredLines of(List<Path> modules, boolean isTested, boolean isFuzzed) {
        List<String> lines = new ArrayList<>();
        if (isTested) {
            modules.stream()
                    .filter(module -> Files.isDirectory(module.resolve("src/test/java")))
                    .forEach(module -> lines.add("tests of " + module.getFileName()));
            lines.addAll(TESTED);
        }
        if (isFuzzed) {
            lines.addAll(FUZZED);
        }
        if (isTested && isFuzzed) {
            lines.addAll(EXAMINED);
        }
        return new RequiredLines(lines);
    }

    /**
     * Returns the given lines followed by the missing ones. Missing lines, and lines with the count 0, get the
     * shortfall {@link #NOT_TRIED}.
     */
    List<TrustLine> complete(List<TrustLine> reported) {
        List<TrustLine> all = new ArrayList<>();
        for (TrustLine line : reported) {
            boolean isEmpty = line.times() == 0 && line.shortfall().isEmpty();
            all.add(isEmpty ? new TrustLine(line.what(), 0, NOT_TRIED) : line);
        }
        lines.stream()
                .filter(required ->
                        reported.stream().noneMatch(line -> line.what().equals(required)))
                .forEach(required -> all.add(new TrustLine(required, 0, NOT_TRIED)));
        return all;
    }
}
