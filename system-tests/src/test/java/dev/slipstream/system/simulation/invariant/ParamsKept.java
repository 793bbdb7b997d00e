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
import java.util.TreeSet;

/**
 * Each join has the params that the user gave last for its topic, whatever the status of the topic was at that moment.
 * If the user gave a supplier last, each join has the params of a call of the supplier that no earlier join used.
 */
public final class ParamsKept implements Invariant {

    /** The entry in {@link #given} for params that come from a supplier. */
    private static final String SUPPLIED = "params of a supplier";

    /** The params of joins that a {@code Session} in a callback makes. */
    private static final String OF_SESSION = "{}";

    /** Params that the user replaced. A join that was sent before the replacement may still have them. */
    private record Replaced(Set<String> params, WaitStart since) {}

    /** The params that a join may have, by topic. After a join of a session, several params may be allowed. */
    private final Map<String, Set<String>> given = new LinkedHashMap<>();

    private final Map<String, List<Replaced>> replaced = new LinkedHashMap<>();
    /** Topics for which {@code SetJoinParams} was applied, and for which {@code JoinTopic} will be applied next. */
    private final Set<String> supplied = new LinkedHashSet<>();
    /** The calls of the supplier of each topic that are newer than the call that a join used last. */
    private final Map<String, TreeSet<Integer>> asked = new LinkedHashMap<>();

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) ->
                operations.forEach(operation -> applied(operation, view));
            case RunEvent.ParamsAsked(var topic, int id) -> {
                boolean unused = asked(topic).add(id);
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
            when message.event().equals("phx_join") -> joined(message, view);
            default -> {}
        }
    }

    private void applied(Operation operation, RunView view) {
        switch (operation) {
            case Operation.SetJoinParams(var topic, var supplier) -> supplied.add(topic);
            case Command.JoinTopic join
            when supplied.remove(join.topic()) -> give(join.topic(), Set.of(SUPPLIED), view);
            case Command.JoinTopic join when join.params() instanceof Payload.Binary -> ofSession(join.topic(), view);
            case Command.JoinTopic join -> give(join.topic(), params(join.params()), view);
            case Operation.Retry.Rejoin(var ref, var topic, var params) ->
                params.ifPresent(some -> give(topic, params(some), view));
            case Operation.LaterJoins.WithParams(var topic, var params) -> give(topic, params(params), view);
            case Operation.LaterJoins.WithSupplier(var topic, var supplier) -> give(topic, Set.of(SUPPLIED), view);
            default -> {}
        }
    }

    /**
     * Handles the join of a session, which the run marks with a binary payload. If the session cannot make this join,
     * for example because the client is disconnected, the earlier params stay.
     */
    private void ofSession(String topic, RunView view) {
        Set<String> params = new LinkedHashSet<>(given.getOrDefault(topic, Set.of()));
        params.add(OF_SESSION);
        give(topic, params, view);
    }

    private static Set<String> params(Payload params) {
        return Set.of(PayloadIds.key(params));
    }

    private void give(String topic, Set<String> params, RunView view) {
        Set<String> before = given.put(topic, params);
        if (before != null) {
            replaced.computeIfAbsent(topic, first -> new ArrayList<>()).add(new Replaced(before, WaitStart.now(view)));
        }
    }

    private void joined(Message join, RunView view) {
        String topic = join.topic();
        Set<String> expected = given.getOrDefault(topic, Set.of());
        List<Replaced> before = replaced.getOrDefault(topic, List.of());
        holds(
                isOneOf(expected, join)
                        || before.stream().anyMatch(old -> !old.since().isSettled(view) && isOneOf(old.params(), join)),
                "%s was joined with %s, but the params given last are %s, and unused calls of the supplier are %s",
                topic,
                PayloadIds.key(join.payload()),
                expected,
                asked(topic));
        asked(topic).headSet(PayloadIds.of(join.payload()), true).clear();
    }

    private boolean isOneOf(Set<String> params, Message join) {
        return params.contains(PayloadIds.key(join.payload()))
                || (params.contains(SUPPLIED) && asked(join.topic()).contains(PayloadIds.of(join.payload())));
    }

    private TreeSet<Integer> asked(String topic) {
        return asked.computeIfAbsent(topic, first -> new TreeSet<>());
    }
}
