package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Each request has its outcome within its timeout, whether the client is connected or not. */
public final class Deadline implements Invariant {

    private record Accepted(
            Duration at, Duration delay, @Nullable Duration timeout) {}

    private final Map<Object, Accepted> requests = new LinkedHashMap<>();

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> {
                for (Operation operation : operations) {
                    if (operation instanceof Operation.MakeRequest(var tag, var push)) {
                        requests.put(tag, new Accepted(view.now(), view.clientDelay(), push.timeout()));
                    }
                }
            }
            case RunEvent.CallbackStarted(Callback.Outcome(var tag, var reply), var state) -> {
                Accepted accepted = requests.remove(tag);
                if (accepted != null && accepted.timeout() != null) {
                    Duration took = view.now().minus(accepted.at());
                    Duration delay = view.clientDelay().minus(accepted.delay());
                    Duration allowed = accepted.timeout().plus(delay).plus(view.timerGranularity());
                    holds(
                            took.compareTo(allowed) <= 0,
                            "the outcome of %s took %s, but its timeout is %s and the client was delayed by %s",
                            tag,
                            took,
                            accepted.timeout(),
                            delay);
                }
            }
            default -> {}
        }
    }
}
