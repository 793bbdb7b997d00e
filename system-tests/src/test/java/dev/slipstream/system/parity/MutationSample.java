package dev.slipstream.system.parity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A sample of the rows of {@code docs/proofs/parity.md}, to be tested with mutations. The rows are drawn with a fixed
 * seed from all sections in turn. A section is a range of ids; the page itself does not show sections.
 */
final class MutationSample {

    /** The rows that are not drawn. F112 is about documentation. F073 and X16 had no code when the rows were drawn. */
    static final Set<String> WITHOUT_CODE = Set.of("F073", "F112", "X16");

    private static final long SEED = 3;

    private static final List<List<String>> SECTIONS = List.of(
            section("F%03d", 1, 11), // clients and processes
            section("F%03d", 12, 16), // reconnecting
            section("F%03d", 17, 25), // topics
            section("F%03d", 26, 33), // pushes
            section("F%03d", 34, 38), // the socket
            section("F%03d", 39, 56), // callbacks
            section("F%03d", 57, 65), // awaits
            section("F%03d", 66, 76), // configuration
            section("F%03d", 77, 87), // the wire
            section("F%03d", 88, 95), // ends
            section("F%03d", 96, 103), // the test kit
            section("F%03d", 104, 109), // telemetry
            section("F%03d", 110, 112), // versions, examples, guides
            section("X%02d", 1, 17)); // what users ask for

    private MutationSample() {}

    private static List<String> section(String format, int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(format::formatted).toList();
    }

    /** Draws this many ids, sorted; every call returns the same ids. */
    static List<String> ids(int count) {
        Random random = new Random(SEED);
        List<List<String>> shuffled = new ArrayList<>();
        for (List<String> section : SECTIONS) {
            List<String> ids = section.stream()
                    .filter(id -> !WITHOUT_CODE.contains(id))
                    .collect(Collectors.toCollection(ArrayList::new));
            Collections.shuffle(ids, random);
            shuffled.add(ids);
        }
        int longest = shuffled.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, longest)
                .boxed()
                .flatMap(round ->
                        shuffled.stream().filter(ids -> round < ids.size()).map(ids -> ids.get(round)))
                .limit(count)
                .sorted()
                .toList();
    }
}
