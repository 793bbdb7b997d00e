package dev.slipstream.system.simulation;

import dev.slipstream.system.simulation.invariant.Invariants;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Receives all events of a run, records and counts them, and checks the invariants. */
final class RunMonitor {

    private final RunView view;
    private final OccurrenceCounter occurrences;
    private final History history = new History();
    private final List<Invariants.Numbered> invariants = Invariants.all();
    private Duration checkedAt = Duration.ZERO;
    private @Nullable AssertionError broken;
    private int callbacks;

    /**
     * Creates the monitor of a run.
     *
     * @param hits receives each occurrence
     */
    RunMonitor(RunView view, Consumer<Enum<?>> hits) {
        this.view = view;
        this.occurrences = new OccurrenceCounter(hits);
    }

    /** Records an event and checks the invariants. */
    void onEvent(RunEvent runEvent) {
        history.add(view.now(), runEvent);
        if (runEvent instanceof RunEvent.CallbackStarted) {
            callbacks++;
        }
        if (runEvent instanceof RunEvent.FromOutside(var what) && what.startsWith(Workload.UNPLANNED)) {
            broken = broken == null ? new AssertionError(what) : broken;
        }
        occurrences.on(runEvent, view);
        if (!view.now().equals(checkedAt)) {
            checkedAt = view.now();
            check(invariant -> invariant.timePassed(view));
        }
        check(invariant -> invariant.on(runEvent, view));
    }

    /** Checks a log line, which is not part of the history. */
    void onLog(String line) {
        check(invariant -> invariant.on(new RunEvent.Logged(line), view));
    }

    /** Checks the invariants at the end of the time without faults. */
    void atRest() {
        check(invariant -> invariant.timePassed(view));
        check(invariant -> invariant.atRest(view));
    }

    /** Checks the invariants after the client was stopped. */
    void atEnd() {
        check(invariant -> invariant.atEnd(view));
    }

    /** Throws the first failure, if there was one. */
    void rethrow() {
        if (broken != null) {
            throw broken;
        }
    }

    /** Returns the first broken invariant, or else the given exception. */
    AssertionError cause(Throwable thrown) {
        return broken == null ? new AssertionError(thrown.toString(), thrown) : broken;
    }

    History history() {
        return history;
    }

    /** Returns how many callbacks ran. */
    int callbacks() {
        return callbacks;
    }

    /**
     * Runs checks and keeps the first failure. A client process would catch a failure thrown here, so the run throws
     * the failure after each step.
     */
    private void check(Consumer<Invariant> checks) {
        if (broken != null) {
            return;
        }
        for (Invariants.Numbered numbered : invariants) {
            try {
                checks.accept(numbered.invariant());
            } catch (AssertionError | RuntimeException e) {
                broken = new AssertionError(numbered.name() + ": " + e.getMessage(), e);
                history.add(view.now(), new RunEvent.FromOutside("BROKEN " + broken.getMessage()));
                return;
            }
        }
    }
}
