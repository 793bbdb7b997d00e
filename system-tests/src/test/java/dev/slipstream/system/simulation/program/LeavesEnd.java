package dev.slipstream.system.simulation.program;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.system.simulation.ProgramEvent;
import dev.slipstream.system.simulation.ProgramInvariant;
import dev.slipstream.system.simulation.ProgramView;
import java.util.LinkedHashSet;
import java.util.Set;

/** The stage of each leave completes exactly once, without an exception. */
final class LeavesEnd implements ProgramInvariant {

    private final Set<Integer> pending = new LinkedHashSet<>();

    @Override
    public void on(ProgramEvent event) {
        switch (event) {
            case ProgramEvent.LeaveAsked(var id, var channel) -> {
                pending.add(id);
            }
            case ProgramEvent.CallRefused(var id, var channel, var why) -> pending.remove(id);
            case ProgramEvent.LeaveEnded(var id, var thrown) -> {
                holds(pending.remove(id), "leave %s ended twice, or was refused before", id);
                holds(thrown == null, "leave %s ended with %s", id, thrown);
            }
            default -> {}
        }
    }

    @Override
    public void atRest(ProgramView view) {
        holds(pending.isEmpty(), "leaves %s have not ended after the quiet time", pending);
    }

    @Override
    public void atEnd() {
        holds(pending.isEmpty(), "leaves %s have not ended after the client", pending);
    }
}
