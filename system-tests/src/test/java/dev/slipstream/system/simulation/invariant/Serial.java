package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import org.jspecify.annotations.Nullable;

/** Callbacks never overlap, and none runs on a thread that calls the client. */
public final class Serial implements Invariant {

    private @Nullable Callback running;
    private boolean terminated;

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.CallbackStarted(var callback, var state) -> {
                holds(running == null, "%s started during %s", callback, running);
                holds(!view.isCallInProgress(), "%s started on the thread that called the client", callback);
                holds(!terminated, "%s after terminate", callback);
                running = callback;
            }
            case RunEvent.CallbackEnded(var callback, var thrown) -> {
                running = null;
                terminated = callback instanceof Callback.Terminate;
            }
            default -> {}
        }
    }
}
