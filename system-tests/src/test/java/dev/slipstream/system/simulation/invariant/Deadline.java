package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The outcome of a request comes in time, connected or not. */
public final class Deadline implements Invariant {

    private record Accepted(
            Duration at, Duration hindered, @Nullable Duration timeout) {}

    private final Map<Object, Accepted> requests = new LinkedHashMap<>();

    @Override
    public String name() {
        return "I2 Deadline";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> {
                for (Operation operation : operations) {
                    if (operation instanceof Operation.MakeRequest(var tag, var push)) {
                        requests.put(tag, new Accepted(scene.now(), scene.hindered(), push.timeout()));
                    }
                }
            }
            case RunEvent.CallbackStarted(Callback.Outcome(var tag, var reply), var state) -> {
                Accepted accepted = requests.remove(tag);
                if (accepted != null && accepted.timeout() != null) {
                    Duration took = scene.now().minus(accepted.at());
                    Duration hindered = scene.hindered().minus(accepted.hindered());
                    Duration allowed = accepted.timeout().plus(hindered).plus(scene.grain());
                    holds(
                            took.compareTo(allowed) <= 0,
                            "the outcome of %s took %s, its timeout is %s and the client was hindered for %s",
                            tag,
                            took,
                            accepted.timeout(),
                            hindered);
                }
            }
            default -> {}
        }
    }
}
