package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Observation;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import org.jspecify.annotations.Nullable;

/** A transport does not stay paused after the client resumes reading. */
public final class ReadingResumes implements Invariant {

    private boolean isTransportPaused;
    private boolean isClientPaused;
    private @Nullable WaitStart since;

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Opening opening) -> reset();
            case RunEvent.OnNetwork(NetworkEvent.Ended ended) -> reset();
            case RunEvent.OnNetwork(NetworkEvent.Closing closing) -> reset();
            case RunEvent.OnNetwork(NetworkEvent.Paused paused) -> {
                isTransportPaused = true;
                since = WaitStart.now(view);
            }
            case RunEvent.OnNetwork(NetworkEvent.Resumed resumed) -> isTransportPaused = false;
            case RunEvent.TelemetryObserved(Observation.ReadingPaused paused) -> isClientPaused = true;
            case RunEvent.TelemetryObserved(Observation.ReadingResumed resumed) -> {
                isClientPaused = false;
                since = WaitStart.now(view);
            }
            default -> {}
        }
    }

    @Override
    public void timePassed(RunView view) {
        holds(
                !isTransportPaused || isClientPaused || since == null || !since.isSettled(view),
                "the transport is paused although the client resumed reading, since %s",
                since);
    }

    private void reset() {
        isTransportPaused = false;
        isClientPaused = false;
        since = null;
    }
}
