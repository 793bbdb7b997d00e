package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import org.jspecify.annotations.Nullable;

/** No two callbacks overlap, and none starts on a thread that calls from outside. */
public final class Serial implements Invariant {

    private @Nullable Callback running;
    private boolean over;

    @Override
    public String name() {
        return "I9 Serial";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        switch (runEvent) {
            case RunEvent.CallbackStarted(var callback, var state) -> {
                holds(running == null, "%s began inside %s", callback, running);
                holds(!scene.isOutside(), "%s began on the thread that called the client", callback);
                holds(!over, "%s after terminate", callback);
                running = callback;
            }
            case RunEvent.CallbackEnded(var callback, var thrown) -> {
                running = null;
                over = callback instanceof Callback.Terminate;
            }
            default -> {}
        }
    }
}
