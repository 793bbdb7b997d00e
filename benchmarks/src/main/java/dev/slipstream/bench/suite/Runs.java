package dev.slipstream.bench.suite;

/** Repeats a measurement that misses a gate, that is, a bound that decides the verdict of a measure. */
final class Runs {

    /** The number of runs of a measurement that always runs several times. */
    static final int ALWAYS = 3;

    private Runs() {}

    /** Measures once, with the running processes. */
    @FunctionalInterface
    interface Run {
        Findings measure() throws Exception;
    }

    /**
     * Measures, and repeats if a gate does not hold, because other load on the machine may be the cause. The plan says
     * how often at most. If a gate holds in one of these runs, the report does not count it as missed.
     */
    static Findings untilMet(Stage stage, String name, Run run) throws Exception {
        Findings findings = run.measure();
        int most = stage.plan().runs();
        for (int again = 2; again <= most && findings.isMissed(); again++) {
            stage.log(name + ", run " + again + " of " + most + " because these measures missed their gates:");
            findings.missed().forEach(stage::log);
            findings = findings.and(run.measure());
        }
        return findings;
    }
}
