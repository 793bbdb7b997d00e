package dev.slipstream.bench.suite;

import java.util.List;

/** A group of measures that need the same processes. */
public interface Suite {

    String name();

    /**
     * Starts the processes, measures, and stops the processes. If a measure misses its gate, the bound that decides its
     * verdict, most suites measure again. They make at most {@link Runs#MOST} runs, in the warm processes where
     * possible.
     */
    Findings run(Stage stage) throws Exception;

    /** All suites, in order. */
    static List<Suite> all() {
        return List.of(
                new CodecSuite(),
                new TrafficSuite(),
                new GarbageSuite(),
                new CostSuite(),
                new HerdSuite(),
                new IdleSuite(),
                new CrowdSuite(),
                new BufferSuite());
    }
}
