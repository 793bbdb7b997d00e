package dev.slipstream.bench.suite;

/** How often something is measured before it counts as short. */
final class Runs {

    /** Short is what is short in all of these. */
    static final int MOST = 3;

    private Runs() {}

    /** Measures once, with whatever processes there are. */
    @FunctionalInterface
    interface Run {
        Findings measure() throws Exception;
    }

    /** Measures; again if something was short, for that may be the machine's fault. */
    static Findings untilMet(Stage stage, String name, Run run) throws Exception {
        Findings findings = run.measure();
        for (int again = 2; again <= MOST && findings.isShort(); again++) {
            stage.says(name + ", run " + again + " of " + MOST + ", for this was short:");
            findings.shortOnes().forEach(stage::says);
            findings = findings.and(run.measure());
        }
        return findings;
    }
}
