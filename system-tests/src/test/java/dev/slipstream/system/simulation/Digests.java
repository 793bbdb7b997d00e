package dev.slipstream.system.simulation;

import java.util.List;
import java.util.stream.LongStream;

/** Prints the digests of runs, one a line: the program of the other JVM. */
public final class Digests {

    private Digests() {}

    /**
     * Runs seeds.
     *
     * @param args the first seed and the last one
     */
    public static void main(String[] args) {
        of(Long.parseLong(args[0]), Long.parseLong(args[1])).forEach(System.out::println);
    }

    /** Whether this is such a line, and not one that a library prints. */
    static boolean isOne(String line) {
        return line.matches("\\d+ [0-9a-f]{64}");
    }

    static List<String> of(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(seed ->
                        seed + " " + Run.of(seed, new Coverage()).history().digest())
                .toList();
    }
}
