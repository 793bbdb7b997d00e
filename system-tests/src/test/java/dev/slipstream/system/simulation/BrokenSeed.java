package dev.slipstream.system.simulation;

/** A run in which something did not hold: which, the end of its history, and how to see all of it. */
public final class BrokenSeed extends AssertionError {

    private static final long serialVersionUID = 1;
    private static final int TAIL = 60;

    private final long seed;
    private final transient History history;

    BrokenSeed(long seed, Throwable cause, History history) {
        super(
                "seed " + seed + ": " + cause.getMessage() + "\n" + history.tail(TAIL)
                        + "\nrerun: mvn test -pl system-tests -am -Dtest=SeedsSimulationTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=" + seed,
                cause);
        this.seed = seed;
        this.history = history;
    }

    /** The seed. */
    public long seed() {
        return seed;
    }

    /** All that happened. */
    public History history() {
        return history;
    }
}
