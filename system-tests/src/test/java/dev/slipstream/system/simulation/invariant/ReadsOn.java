package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Observation;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.simulation.NetworkEvent;
import org.jspecify.annotations.Nullable;

/** A transport holds back what comes only as long as the client means it to. */
public final class ReadsOn implements Invariant {

    private boolean isHeldBack;
    private boolean isPaused;
    private @Nullable Since since;

    @Override
    public String name() {
        return "I15 ReadsOn";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Opening opening) -> forget();
            case RunEvent.OnNetwork(NetworkEvent.Ended ended) -> forget();
            case RunEvent.OnNetwork(NetworkEvent.Closing closing) -> forget();
            case RunEvent.OnNetwork(NetworkEvent.Paused paused) -> {
                isHeldBack = true;
                since = Since.now(scene);
            }
            case RunEvent.OnNetwork(NetworkEvent.Resumed resumed) -> isHeldBack = false;
            case RunEvent.TelemetryObserved(Observation.ReadingPaused paused) -> isPaused = true;
            case RunEvent.TelemetryObserved(Observation.ReadingResumed resumed) -> {
                isPaused = false;
                since = Since.now(scene);
            }
            default -> {}
        }
    }

    @Override
    public void timePassed(Scene scene) {
        holds(
                !isHeldBack || isPaused || since == null || !since.isSettled(scene),
                "the transport holds back what comes, though the client reads on since %s",
                since);
    }

    private void forget() {
        isHeldBack = false;
        isPaused = false;
        since = null;
    }
}
