package dev.slipstream.bench.suite;

import java.util.List;

/** Some measures that are taken together, because they need the same processes. */
public interface Suite {

    String name();

    /**
     * Measures, from the start of the processes to their end; what is short again, up to {@link Runs#MOST} times, where it
     * can be in processes that are warm already.
     */
    Findings run(Stage stage) throws Exception;

    /** All of them. */
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
