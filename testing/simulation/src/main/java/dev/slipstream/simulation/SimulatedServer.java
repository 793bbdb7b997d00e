package dev.slipstream.simulation;

import dev.slipstream.core.Payload;
import dev.slipstream.simulation.SeededTime.Kind;
import dev.slipstream.simulation.SeededTime.Task;
import dev.slipstream.testkit.phoenix.FakePhoenix;
import dev.slipstream.testkit.phoenix.PhoenixEffect;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs the model of the server in virtual time. The model handles one input at a time. */
final class SimulatedServer {

    private final FakePhoenix phoenix;
    private final SeededTime time;
    private final Consumer<PhoenixEffect> effects;
    private final Deque<PhoenixInput> inputs = new ArrayDeque<>();
    private boolean busy;
    private @Nullable Task wake;
    private @Nullable Duration wakeAt;

    SimulatedServer(FakePhoenix phoenix, SeededTime time, Consumer<PhoenixEffect> effects) {
        this.phoenix = phoenix;
        this.time = time;
        this.effects = effects;
    }

    void accept(PhoenixInput input) {
        inputs.add(input);
        if (busy) {
            return; // an effect made the client answer at once; the loop of the outer call handles the input
        }
        busy = true;
        try {
            for (PhoenixInput next = inputs.poll(); next != null; next = inputs.poll()) {
                phoenix.accept(time.now(), next, effects);
            }
        } finally {
            busy = false;
        }
        rearm();
    }

    int connections() {
        return phoenix.connections();
    }

    Payload presences(String topic) {
        return phoenix.presences(topic);
    }

    @Override
    public String toString() {
        return phoenix.toString();
    }

    private void rearm() {
        Duration next = phoenix.nextDeadline();
        if (next == null) {
            time.cancel(wake);
            wake = null;
            wakeAt = null;
        } else if (!next.equals(wakeAt)) {
            time.cancel(wake);
            wakeAt = next;
            wake = time.at(next, Kind.NETWORK, () -> {
                wake = null;
                wakeAt = null;
                accept(new PhoenixInput.TimePassed());
            });
        }
    }
}
