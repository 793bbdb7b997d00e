package dev.slipstream.bench.suite;

/**
 * How much is done.
 *
 * @param rounds how often each client has its turn
 * @param share of the messages and requests of a full turn
 * @param idle clients whose heap and threads are looked at
 * @param crowd clients that are to be idle in one process
 * @param herd clients that lose their server at once
 * @param buffers whether the JDK's buffer properties are tried
 * @param holdSeconds how long the crowd stands, with heartbeats
 */
public record Plan(
        String name,
        int rounds,
        double share,
        int idle,
        int crowd,
        int herd,
        int simulated,
        boolean buffers,
        int holdSeconds) {

    public static Plan of(String name) {
        return switch (name) {
            case "quick" -> new Plan(name, 4, 0.4, 1000, 16_000, 1000, 10_000, false, 12);
            case "full" -> new Plan(name, 11, 1, 5000, 19_000, 1000, 10_000, true, 60);
            default -> throw new IllegalArgumentException("quick or full, not " + name);
        };
    }

    /** How many messages of a full turn. */
    int of(int full) {
        return (int) Math.round(full * share);
    }
}
