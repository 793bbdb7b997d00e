package dev.slipstream.bench.suite;

import java.util.List;

/** A group of measures that need the same processes. */
public interface Suite {

    String name();

    /**
     * Starts the processes, measures, and stops the processes. The gate of a measure is the bound that decides its
     * verdict. If a measure misses its gate, most suites measure again. The plan says how often at most.
     */
    Findings run(Stage stage) throws Exception;

    /** Whether the suite can measure with the user's own Phoenix instead of the server of the benchmarks. */
    default boolean takesUserServer() {
        return false;
    }

    /** All suites, in order. */
    static List<Suite> all() {
        return List.of(
                new CodecSuite(),
                new TrafficSuite(),
                new ColdSuite(),
                new GarbageSuite(),
                new CostSuite(),
                new HerdSuite(),
                new IdleSuite(),
                new CrowdSuite(),
                new BufferSuite());
    }
}
