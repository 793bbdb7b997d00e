package dev.slipstream.system.simulation;

import java.util.List;

/** A run in which something did not hold: which, the end of its history, and how to see all of it. */
public final class BrokenSeed extends AssertionError {

    private static final long serialVersionUID = 1;
    private static final int TAIL = 100;

    private final long seed;
    private final String breach;
    private final transient History history;
    private final transient List<Chances.Chance> chances;

    BrokenSeed(long seed, AssertionError cause, History history, List<Chances.Chance> chances) {
        this(seed, String.valueOf(cause.getMessage()), "", cause, history, chances);
    }

    private BrokenSeed(
            long seed, String breach, String remark, Throwable cause, History history, List<Chances.Chance> chances) {
        super(
                "seed " + seed + ": " + breach + remark + "\n" + history.tail(TAIL)
                        + "\nrerun: mvn -Dfast test -pl system-tests -am -Dtest=SeedsSimulationTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=" + seed,
                cause);
        this.seed = seed;
        this.breach = breach;
        this.history = history;
        this.chances = List.copyOf(chances);
    }

    /** Returns this as what is left of another run of the seed, of which all was left out that need not happen. */
    BrokenSeed shrunk(BrokenSeed whole, int runs) {
        String remark = "\n(shrunk in " + runs + " runs: of " + whole.chances.size() + " things that happened "
                + chances.size() + " are left, of " + whole.history.lines().size() + " lines "
                + history.lines().size() + ")";
        return new BrokenSeed(seed, breach, remark, this, history, chances);
    }

    /** The seed. */
    public long seed() {
        return seed;
    }

    /** What did not hold, with the name of the invariant before it. */
    String breach() {
        return breach;
    }

    /** The name of the invariant that did not hold. */
    String invariant() {
        int colon = breach.indexOf(':');
        return colon < 0 ? breach : breach.substring(0, colon);
    }

    /** All that happened. */
    public History history() {
        return history;
    }

    /** What the run left to chance, and happened. */
    List<Chances.Chance> chances() {
        return chances;
    }
}
