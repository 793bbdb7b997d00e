package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.machine.Delivery;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.system.simulation.Sight;
import org.jspecify.annotations.Nullable;

/** No two callbacks overlap, and none starts on a thread that calls from outside. */
public final class Serial implements Invariant {

    private @Nullable Delivery running;
    private boolean over;

    @Override
    public String name() {
        return "I9 Serial";
    }

    @Override
    public void on(Sight sight, Scene scene) {
        switch (sight) {
            case Sight.Began(var delivery, var facts) -> {
                holds(running == null, "%s began inside %s", delivery, running);
                holds(!scene.isOutside(), "%s began on the thread that called the client", delivery);
                holds(!over, "%s after terminate", delivery);
                running = delivery;
            }
            case Sight.Ended(var delivery, var thrown) -> {
                running = null;
                over = delivery instanceof Delivery.Terminate;
            }
            default -> {}
        }
    }
}
