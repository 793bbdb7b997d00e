package dev.slipstream.system.simulation;

import java.util.List;

/** A run broke an invariant. The message has the end of the history and the command that repeats the run. */
public final class BrokenSeed extends AssertionError {

    private static final long serialVersionUID = 1;
    private static final int TAIL = 100;

    /** The options of Maven that repeat the run, without the seed. */
    private static final String OF_CLIENT = "SeedsSimulationTest -Dsimulation.seed=";

    private static final String OF_PROGRAM = "ChannelSeedsTest -Dsimulation.channelSeed=";

    private final long seed;
    private final String failure;
    private final String options;
    private final transient History history;
    private final transient List<RandomActions.RandomAction> actions;

    BrokenSeed(long seed, AssertionError cause, History history, List<RandomActions.RandomAction> actions) {
        this(seed, OF_CLIENT, String.valueOf(cause.getMessage()), "", cause, history, actions);
    }

    /** Returns the error of a run of a program with channel handles. */
    static BrokenSeed ofProgram(
            long seed, AssertionError cause, History history, List<RandomActions.RandomAction> actions) {
        return new BrokenSeed(seed, OF_PROGRAM, String.valueOf(cause.getMessage()), "", cause, history, actions);
    }

    private BrokenSeed(
            long seed,
            String options,
            String failure,
            String remark,
            Throwable cause,
            History history,
            List<RandomActions.RandomAction> actions) {
        super(
                "seed " + seed + ": " + failure + remark + "\n" + history.tail(TAIL)
                        + "\nrerun: mvn -Dfast test -pl system-tests -am -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dtest=" + options + seed,
                cause);
        this.seed = seed;
        this.options = options;
        this.failure = failure;
        this.history = history;
        this.actions = List.copyOf(actions);
    }

    /** Returns this error with a remark that its run was shrunk from a longer run. */
    BrokenSeed shrunk(BrokenSeed original, int runs) {
        String remark = "\n(shrunk in " + runs + " runs: " + actions.size() + " of " + original.actions.size()
                + " actions are left, and " + history.lines().size() + " of "
                + original.history.lines().size() + " lines)";
        return new BrokenSeed(seed, options, failure, remark, this, history, actions);
    }

    /** Returns the seed of the run. */
    public long seed() {
        return seed;
    }

    /** Returns the name of the broken invariant and its message. */
    String failure() {
        return failure;
    }

    /** Returns the name of the broken invariant. */
    String invariant() {
        int colon = failure.indexOf(':');
        return colon < 0 ? failure : failure.substring(0, colon);
    }

    /** Returns the whole history. */
    public History history() {
        return history;
    }

    /** Returns the random actions that were performed. */
    List<RandomActions.RandomAction> actions() {
        return actions;
    }
}
