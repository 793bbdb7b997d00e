package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Observation;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.system.simulation.Sight;
import dev.slipstream.testkit.simulation.NetworkEvent;
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
    public void on(Sight sight, Scene scene) {
        switch (sight) {
            case Sight.Net(NetworkEvent.Opening opening) -> forget();
            case Sight.Net(NetworkEvent.Ended ended) -> forget();
            case Sight.Net(NetworkEvent.Closing closing) -> forget();
            case Sight.Net(NetworkEvent.Paused paused) -> {
                isHeldBack = true;
                since = Since.now(scene);
            }
            case Sight.Net(NetworkEvent.Resumed resumed) -> isHeldBack = false;
            case Sight.Noted(Observation.ReadingPaused paused) -> isPaused = true;
            case Sight.Noted(Observation.ReadingResumed resumed) -> {
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
