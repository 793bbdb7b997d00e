package dev.slipstream.bench.suite;

/** Repeats a measurement that misses its gate, the bound that decides the verdict of a measure. */
final class Runs {

    /** The most runs of one measurement. The report says that a gate is missed only if all these runs missed it. */
    static final int MOST = 3;

    private Runs() {}

    /** Measures once, with the running processes. */
    @FunctionalInterface
    interface Run {
        Findings measure() throws Exception;
    }

    /** Measures, and repeats if a gate does not hold, because other load on the machine may be the cause. */
    static Findings untilMet(Stage stage, String name, Run run) throws Exception {
        Findings findings = run.measure();
        for (int again = 2; again <= MOST && findings.isMissed(); again++) {
            stage.log(name + ", run " + again + " of " + MOST + " because these measures missed their gates:");
            findings.missed().forEach(stage::log);
            findings = findings.and(run.measure());
        }
        return findings;
    }
}
