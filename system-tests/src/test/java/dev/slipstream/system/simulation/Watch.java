package dev.slipstream.system.simulation;

import dev.slipstream.system.simulation.invariant.Invariants;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sees all that happens in a run: writes it down, counts it, and judges it. */
final class Watch {

    private final Scene scene;
    private final OccurrenceCounter noticed;
    private final History history = new History();
    private final List<Invariant> invariants = Invariants.all();
    private Duration judged = Duration.ZERO;
    private @Nullable AssertionError broken;
    private int callbacks;

    /**
     * Begins to watch.
     *
     * @param hits counts what comes about
     */
    Watch(Scene scene, Consumer<Enum<?>> hits) {
        this.scene = scene;
        this.noticed = new OccurrenceCounter(hits);
    }

    /** Something happened. */
    void saw(RunEvent runEvent) {
        history.add(scene.now(), runEvent);
        if (runEvent instanceof RunEvent.CallbackStarted) {
            callbacks++;
        }
        if (runEvent instanceof RunEvent.FromOutside(var what) && what.startsWith(Workload.UNPLANNED)) {
            broken = broken == null ? new AssertionError(what) : broken;
        }
        noticed.on(runEvent, scene);
        if (!scene.now().equals(judged)) {
            judged = scene.now();
            judge(invariant -> invariant.timePassed(scene));
        }
        judge(invariant -> invariant.on(runEvent, scene));
    }

    /** Something was logged: that is no part of the history. */
    void logged(String line) {
        judge(invariant -> invariant.on(new RunEvent.Logged(line), scene));
    }

    /** Nothing has gone wrong for a long time. */
    void atRest() {
        judge(invariant -> invariant.timePassed(scene));
        judge(invariant -> invariant.atRest(scene));
    }

    /** The client has ended. */
    void atEnd() {
        judge(invariant -> invariant.atEnd(scene));
    }

    /** Throws the first breach, if there was one. */
    void rethrow() {
        if (broken != null) {
            throw broken;
        }
    }

    /** What broke the run: a breach, or else what was thrown. */
    AssertionError cause(Throwable thrown) {
        return broken == null ? new AssertionError(thrown.toString(), thrown) : broken;
    }

    History history() {
        return history;
    }

    /** How many callbacks were called. */
    int callbacks() {
        return callbacks;
    }

    /** Processes swallow what is thrown on their way; so the first breach is kept, and ends the run after the step. */
    private void judge(Consumer<Invariant> judgement) {
        if (broken != null) {
            return;
        }
        for (Invariant invariant : invariants) {
            try {
                judgement.accept(invariant);
            } catch (AssertionError | RuntimeException e) {
                broken = new AssertionError(invariant.name() + ": " + e.getMessage(), e);
                history.add(scene.now(), new RunEvent.FromOutside("BROKEN " + broken.getMessage()));
                return;
            }
        }
    }
}
