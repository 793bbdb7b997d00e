package dev.slipstream.system.trust;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a long run is to have tried: a piece that never ran tells nothing of itself, and would not be missed.
 *
 * @param lines how the names of the lines begin
 */
public record Owed(List<String> lines) {

    /** What {@code -Ptrust} fuzzes. */
    public static final List<String> FUZZED = List.of(
            "inputs fuzzed, text frames",
            "inputs fuzzed, binary frames",
            "inputs fuzzed, encoding",
            "inputs fuzzed, queries",
            "inputs fuzzed, handshakes",
            "inputs fuzzed, hostile frames");

    private static final List<String> TESTED = List.of(
            "faults F01 to F56 and frames of RFC 6455, on real sockets",
            "seeds of the simulation",
            "faults that took effect in them",
            "bugs planted in the simulation",
            "orders of steps (Lincheck)",
            "races on real threads",
            "broken copies (Lincheck)",
            "soak, killed connections, jdk",
            "soak, killed connections, tyrus",
            "soak, slow consumer, jdk",
            "soak, slow consumer, tyrus",
            "soak, hostile payloads, jdk",
            "soak, hostile payloads, tyrus");

    private static final List<String> EXAMINED = List.of("mutants of slipstream-core", "classes, by SpotBugs");

    private static final String NOT_TRIED = "not tried";

    public Owed {
        lines = List.copyOf(lines);
    }

    /**
     * Of a run of these modules.
     *
     * @param isTested whether tests ran; where they were left out on purpose, mutants were, too
     * @param isFuzzed whether it is {@code -Ptrust}, which fuzzes, changes core and has SpotBugs look at all of it
     */
    static Owed of(List<Path> modules, boolean isTested, boolean isFuzzed) {
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
        return new Owed(lines);
    }

    /** What was told, and behind it what is missing; what was tried not once falls short as what is missing does. */
    List<TrustLine> demandedOf(List<TrustLine> told) {
        List<TrustLine> all = new ArrayList<>();
        for (TrustLine line : told) {
            boolean isIdle = line.times() == 0 && line.shortfall().isEmpty();
            all.add(isIdle ? new TrustLine(line.what(), 0, NOT_TRIED) : line);
        }
        lines.stream()
                .filter(owed -> told.stream().noneMatch(line -> line.what().startsWith(owed)))
                .forEach(owed -> all.add(new TrustLine(owed, 0, NOT_TRIED)));
        return all;
    }
}
