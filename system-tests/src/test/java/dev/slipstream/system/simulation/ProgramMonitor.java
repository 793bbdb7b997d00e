package dev.slipstream.system.simulation;

import dev.slipstream.system.simulation.program.ProgramInvariants;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Receives all events of a run of a program, records them, and checks the invariants. */
final class ProgramMonitor {

    private final Supplier<Duration> now;
    private final History history = new History();
    private final List<ProgramInvariants.Named> invariants = ProgramInvariants.all();
    private final Map<String, Integer> counts = new TreeMap<>();
    private @Nullable AssertionError broken;

    ProgramMonitor(Supplier<Duration> now) {
        this.now = now;
    }

    /** Records an event and checks the invariants. */
    void onEvent(ProgramEvent event) {
        history.add(now.get(), new RunEvent.OfProgram(event));
        if (!(event instanceof ProgramEvent.OnWire)) {
            counts.merge(event.getClass().getSimpleName(), 1, Integer::sum);
        }
        check(invariant -> invariant.on(event));
    }

    /** Checks that each exception that the library logs was planned. */
    void onLog(String line) {
        if (line.contains("the other handlers still run")
                && !line.contains(PlannedException.MARK)
                && !line.endsWith(" null")) {
            failed(new AssertionError("unplanned exception: " + line));
        }
    }

    void atRest(ProgramView view) {
        check(invariant -> invariant.atRest(view));
    }

    void atEnd() {
        check(ProgramInvariant::atEnd);
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

    /** Returns how often each kind of event occurred. */
    Map<String, Integer> counts() {
        return counts;
    }

    /**
     * Runs checks and keeps the first failure. It does not throw the failure, because the library catches exceptions of
     * handlers.
     */
    private void check(Consumer<ProgramInvariant> checks) {
        for (ProgramInvariants.Named named : invariants) {
            if (broken != null) {
                return;
            }
            try {
                checks.accept(named.invariant());
            } catch (AssertionError | RuntimeException e) {
                failed(new AssertionError(named.name() + ": " + e.getMessage(), e));
            }
        }
    }

    private void failed(AssertionError failure) {
        if (broken == null) {
            broken = failure;
            history.add(now.get(), new RunEvent.FromOutside("BROKEN " + failure.getMessage()));
        }
    }
}
