package dev.slipstream.bench.suite;

/**
 * How much a run measures.
 *
 * @param rounds the number of rounds of each comparison
 * @param processes how many processes of a client the {@link TrafficSuite} measures, one after the other; they share
 *     the rounds
 * @param share the number of messages and requests, as a fraction of their number in a full run
 * @param idle number of idle clients whose heap and threads are measured
 * @param crowd number of idle clients that stay connected in one process
 * @param herd number of clients that lose their connections at once
 * @param simulated number of clients that lose their connections at once in virtual time
 * @param isFull whether to include clients and suites that a quick run skips, such as the clients over Tyrus and the
 *     {@link BufferSuite}
 * @param runs how often one measurement may run at most; see {@link Runs}
 * @param starts how often each client starts in the cold suite
 * @param holdSeconds how long the idle clients of {@code crowd} stay connected
 */
public record Plan(
        String name,
        int rounds,
        int processes,
        double share,
        int idle,
        int crowd,
        int herd,
        int simulated,
        boolean isFull,
        int runs,
        int starts,
        int holdSeconds) {

    public static Plan of(String name) {
        return switch (name) {
            case "quick" -> new Plan(name, 4, 1, 0.4, 1000, 16_000, 1000, 10_000, false, 1, 3, 12);
            case "full" -> new Plan(name, 12, 3, 1, 5000, 19_000, 1000, 10_000, true, 2, 7, 60);
            default -> throw new IllegalArgumentException("unknown plan (quick or full): " + name);
        };
    }

    /** The number of messages or requests in this plan. A full run has {@code full} of them. */
    int of(int full) {
        return (int) Math.round(full * share);
    }
}
