package dev.slipstream.system.simulation.program;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.system.simulation.ProgramEvent;
import dev.slipstream.system.simulation.ProgramInvariant;
import org.jspecify.annotations.Nullable;

/** The handlers of a socket and its channels never overlap. */
final class HandlersSerial implements ProgramInvariant {

    private @Nullable Integer running;

    @Override
    public void on(ProgramEvent event) {
        switch (event) {
            case ProgramEvent.HandlerStarted(var handler, var isJoined) -> {
                holds(running == null, "handler %s is called while handler %s runs", handler, running);
                running = handler;
            }
            case ProgramEvent.HandlerEnded ended -> running = null;
            case ProgramEvent.MessageSeen seen -> holds(running == null, "a message is seen while %s runs", running);
            case ProgramEvent.JoinSeen seen -> holds(running == null, "a join is seen while %s runs", running);
            case ProgramEvent.EndSeen seen -> holds(running == null, "an end is seen while %s runs", running);
            default -> {}
        }
    }
}
