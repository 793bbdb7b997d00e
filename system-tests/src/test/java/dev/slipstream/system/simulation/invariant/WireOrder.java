package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.Operation;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.PayloadIds;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pushes of a topic are sent in the order in which they were applied. If the topic is left, no earlier push is sent
 * on a later join.
 */
public final class WireOrder implements Invariant {

    private record Position(int number, int leaves) {}

    private final Map<Integer, Position> applied = new LinkedHashMap<>();
    private final Map<String, Integer> last = new LinkedHashMap<>();
    private final Map<String, Integer> left = new LinkedHashMap<>();
    private final Map<String, Integer> joined = new LinkedHashMap<>();

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> operations.forEach(this::applied);
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken)) -> {
                if (message.event().equals("phx_join")) {
                    joined.put(message.topic(), left.getOrDefault(message.topic(), 0));
                } else {
                    sent(message);
                }
            }
            default -> {}
        }
    }

    private void applied(Operation operation) {
        switch (operation) {
            case Operation.MakeRequest(var tag, var push) -> applied(push);
            case Command.PushMessage push -> applied(push);
            case Command.LeaveTopic(var ref, var topic) -> left.merge(topic, 1, Integer::sum);
            default -> {}
        }
    }

    private void applied(Command.PushMessage push) {
        applied.put(PayloadIds.of(push.payload()), new Position(applied.size(), left.getOrDefault(push.topic(), 0)));
    }

    private void sent(Message message) {
        Position position = applied.get(PayloadIds.of(message.payload()));
        if (position == null) {
            return; // a push of a session, or a message of the client itself
        }
        Integer before = last.put(message.topic(), position.number());
        holds(before == null || before < position.number(), "sent before an earlier push: %s", message);
        int joinedAfter = joined.getOrDefault(message.topic(), 0);
        holds(position.leaves() >= joinedAfter, "sent although it was applied before a leave: %s", message);
    }
}
