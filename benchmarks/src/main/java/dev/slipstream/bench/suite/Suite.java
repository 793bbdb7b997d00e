package dev.slipstream.bench.suite;

import java.util.List;

/** Some measures that are taken together, because they need the same processes. */
public interface Suite {

    /** How often a suite runs before a measure counts as short. */
    int RUNS = 3;

    String name();

    /** Measures everything once, from the start of the processes to their end. */
    Findings measure(Stage stage) throws Exception;

    /** Measures; again if something was short, for that may be the machine's fault: short is what is short each time. */
    default Findings run(Stage stage) throws Exception {
        stage.says(name());
        Findings findings = measure(stage);
        for (int run = 2; run <= RUNS && findings.isShort(); run++) {
            stage.says(name() + ", run " + run + " of " + RUNS + ", for this was short:");
            findings.shortOnes().forEach(stage::says);
            findings = findings.and(measure(stage));
        }
        return findings;
    }

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
