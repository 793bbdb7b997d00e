package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Command;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A topic is rejoined after its delay and not earlier. The delay lies in a window of the rejoin backoff. */
public final class RejoinKept implements Invariant {

    private record Scheduled(Duration at, Duration delay) {}

    private final Map<String, Scheduled> scheduled = new LinkedHashMap<>();
    private final Map<String, Duration> joinedByUser = new LinkedHashMap<>();
    /**
     * The topic of each leave that was applied but not sent yet, by the ref of the leave. A join that is sent before
     * such a leave is no rejoin.
     */
    private final Map<String, String> leaves = new LinkedHashMap<>();

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.TelemetryObserved(
                    Observation.RejoinScheduled(var topic, int attempt, Duration delay, var why)) -> {
                check(topic, attempt, delay, view.configuration().rejoinBackoff());
                scheduled.put(topic, new Scheduled(view.now(), delay));
            }
            case RunEvent.OperationsApplied(var operations) ->
                operations.forEach(operation -> applied(operation, view.now()));
            case RunEvent.OnNetwork(NetworkEvent.Opening opening) -> {
                scheduled.clear(); // a new connection joins all topics at once
                leaves.clear();
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
            when message.event().equals("phx_join") -> joined(message, view);
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
            when message.event().equals("phx_leave") -> leaves.remove(message.ref());
            default -> {}
        }
    }

    private static void check(String topic, int attempt, Duration delay, Backoff backoff) {
        Backoff.Window fresh = backoff.window(Math.max(attempt, 1), true);
        Backoff.Window again = backoff.window(Math.max(attempt, 1), false);
        holds(
                fresh.contains(delay) || again.contains(delay),
                "join %s of %s is in %s, outside both windows of the policy: %s, %s",
                attempt,
                topic,
                delay,
                fresh,
                again);
    }

    private void applied(Operation operation, Duration now) {
        switch (operation) {
            case Command.JoinTopic join -> {
                scheduled.remove(join.topic());
                joinedByUser.put(join.topic(), now); // an earlier rejoin may be reported after this event
            }
            case Command.LeaveTopic leave -> {
                scheduled.remove(leave.topic());
                leaves.put(leave.ref().value(), leave.topic());
            }
            case Operation.Retry.Rejoin(var ref, var topic, var params) -> scheduled.remove(topic);
            default -> {}
        }
    }

    private void joined(Message join, RunView view) {
        if (leaves.values().remove(join.topic())) {
            return;
        }
        Scheduled retry = scheduled.remove(join.topic());
        if (retry != null && !retry.at().equals(joinedByUser.get(join.topic()))) {
            Duration waited = view.now().minus(retry.at());
            holds(
                    waited.compareTo(retry.delay()) >= 0,
                    "%s was joined after %s, but its delay is %s",
                    join.topic(),
                    waited,
                    retry.delay());
        }
    }
}
