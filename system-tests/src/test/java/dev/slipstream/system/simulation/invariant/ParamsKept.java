package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.PayloadIds;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Each join has the params that the user gave last for its topic, whatever the status of the topic was at that moment.
 */
public final class ParamsKept implements Invariant {

    /** A placeholder for the params of a supplier or of a session. */
    private static final String ANY = "any";

    /** Params that the user replaced. A join that was sent before the replacement may still have them. */
    private record Replaced(String params, WaitStart since) {}

    private final Map<String, String> given = new LinkedHashMap<>();
    private final Map<String, List<Replaced>> replaced = new LinkedHashMap<>();
    /** Topics with an applied {@code SetJoinParams}. The {@code JoinTopic} of each topic follows. */
    private final Set<String> supplied = new LinkedHashSet<>();

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) ->
                operations.forEach(operation -> applied(operation, view));
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
            when message.event().equals("phx_join") -> joined(message, view);
            default -> {}
        }
    }

    private void applied(Operation operation, RunView view) {
        switch (operation) {
            case Operation.SetJoinParams(var topic, var supplier) -> supplied.add(topic);
            case Command.JoinTopic join ->
                give(join.topic(), supplied.remove(join.topic()) ? ANY : params(join.params()), view);
            case Operation.Retry.Rejoin(var ref, var topic, var params) ->
                params.ifPresent(some -> give(topic, params(some), view));
            case Operation.LaterJoins.WithParams(var topic, var params) -> give(topic, params(params), view);
            case Operation.LaterJoins.WithSupplier(var topic, var supplier) -> give(topic, ANY, view);
            default -> {}
        }
    }

    /**
     * A session ignores its params if a join is already in flight. Joins of a session are recorded with a binary
     * payload.
     */
    private static String params(Payload params) {
        return params instanceof Payload.Json ? PayloadIds.key(params) : ANY;
    }

    private void give(String topic, String params, RunView view) {
        String before = given.put(topic, params);
        if (before != null) {
            replaced.computeIfAbsent(topic, first -> new ArrayList<>()).add(new Replaced(before, WaitStart.now(view)));
        }
    }

    private void joined(Message join, RunView view) {
        String expected = given.getOrDefault(join.topic(), ANY);
        String params = PayloadIds.key(join.payload());
        List<Replaced> before = replaced.getOrDefault(join.topic(), List.of());
        holds(
                expected.equals(ANY)
                        || expected.equals(params)
                        || before.stream()
                                .anyMatch(old -> !old.since().isSettled(view)
                                        && (old.params().equals(ANY)
                                                || old.params().equals(params))),
                "%s was joined with %s, but the params given last are %s",
                join.topic(),
                params,
                expected);
    }
}
