package dev.slipstream.system.simulation.program;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.PayloadIds;
import dev.slipstream.system.simulation.ProgramEvent;
import dev.slipstream.system.simulation.ProgramInvariant;
import dev.slipstream.system.simulation.ProgramView;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The stage of each push completes exactly once: with the reply to this push, or without a reply. The server gets each
 * push at most once. After the quiet time, each push on a joined channel reaches the server.
 */
final class PushesEnd implements ProgramInvariant {

    private final Set<Integer> pending = new LinkedHashSet<>();
    private final Set<Integer> ended = new HashSet<>();
    private final Set<Integer> reached = new HashSet<>();
    private final Set<Integer> last = new LinkedHashSet<>();
    private boolean arePushesLast;

    @Override
    public void on(ProgramEvent event) {
        switch (event) {
            case ProgramEvent.PushAsked(var id, var channel) -> {
                pending.add(id);
                if (arePushesLast) {
                    last.add(id);
                }
            }
            case ProgramEvent.CallRefused(var id, var channel, var why) -> pending.remove(id);
            case ProgramEvent.PushEnded(var id, var outcome, var response) -> {
                holds(ended.add(id), "push %s ended twice", id);
                holds(pending.remove(id), "push %s was refused, and ended", id);
                holds(
                        response == -1 || response == id,
                        "push %s has the response to push %s: %s",
                        id,
                        response,
                        outcome);
            }
            case ProgramEvent.OnWire(NetworkEvent.Reached(var connection, Message message)) -> {
                int id = PayloadIds.of(message.payload());
                holds(id < 0 || reached.add(id), "the server got push %s twice", id);
            }
            case ProgramEvent.PhaseBegan(var phase) -> {
                arePushesLast = phase == ProgramEvent.Phase.LAST_PUSHES;
                last.clear(); // the run may repeat this phase
            }
            default -> {}
        }
    }

    @Override
    public void atRest(ProgramView view) {
        holds(pending.isEmpty(), "pushes %s have not ended after the quiet time", pending);
        if (view.isConnected()) {
            holds(reached.containsAll(last), "of the last pushes %s the server only got %s", last, reached);
        }
    }

    @Override
    public void atEnd() {
        holds(pending.isEmpty(), "pushes %s have not ended after the client", pending);
    }
}
