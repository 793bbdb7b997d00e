package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.util.LinkedHashSet;
import java.util.Set;

/** No ref is sent twice. The ref of a join equals its join_ref. */
public final class RefUnique implements Invariant {

    private final Set<String> ofClient = new LinkedHashSet<>();
    private final Set<String> ofConnection = new LinkedHashSet<>();

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Opening opening) -> ofConnection.clear();
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
            when taken -> {
                String ref = message.ref();
                holds(ref != null, "a frame without a ref: %s", message);
                Set<String> used = ref.startsWith("c") ? ofConnection : ofClient;
                holds(used.add(ref), "the ref %s is used twice, now by %s", ref, message);
                holds(
                        !message.event().equals("phx_join") || ref.equals(message.joinRef()),
                        "a join whose join_ref is not its ref: %s",
                        message);
            }
            default -> {}
        }
    }
}
