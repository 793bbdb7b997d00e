package dev.slipstream.system.simulation;

import java.util.List;
import java.util.stream.LongStream;

/** Prints the digests of runs, one per line. {@link DeterminismSimulationTest} runs this program in another JVM. */
public final class Digests {

    private Digests() {}

    /**
     * Runs seeds and prints their digests.
     *
     * @param args the first seed and the last one
     */
    public static void main(String[] args) {
        of(Long.parseLong(args[0]), Long.parseLong(args[1])).forEach(System.out::println);
    }

    /** Returns whether a line is a digest, and not the output of a library. */
    static boolean isDigest(String line) {
        return line.matches("\\d+ [0-9a-f]{64}");
    }

    static List<String> of(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(seed ->
                        seed + " " + Run.of(seed, new Coverage()).history().digest())
                .toList();
    }
}
