package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.PayloadMismatch;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.Delivery;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.system.simulation.Sight;
import org.jspecify.annotations.Nullable;

/**
 * Where a callback that throws stops the client, it does so once and cleanly: handleFailure, outcomes, handleDisconnect and
 * terminate are all that follow, and the reason is what was thrown.
 */
public final class CleanStop implements Invariant {

    private @Nullable Throwable thrown;
    private boolean isDecided;
    private final Stopping stopping = new Stopping();
    private int terminated;

    @Override
    public String name() {
        return "I18 CleanStop";
    }

    @Override
    public void on(Sight sight, Scene scene) {
        switch (sight) {
            case Sight.Began(Delivery.Terminate(var reason), var facts) -> {
                terminated++;
                if (thrown != null) {
                    holds(
                            reason instanceof StopReason.Failed(var cause) && cause == thrown,
                            "terminate is told %s, and not what was thrown",
                            reason);
                }
            }
            case Sight.Began(var delivery, var facts) ->
                holds(thrown == null || mayFollow(delivery), "%s, though the client is to stop", delivery);
            case Sight.Ended(Delivery.Terminate terminate, var cause) -> {}
            case Sight.Ended(var delivery, var cause) -> ended(delivery, cause, scene);
            default -> {}
        }
        stopping.on(sight);
    }

    private void ended(Delivery delivery, @Nullable Throwable cause, Scene scene) {
        boolean isFailure = delivery instanceof Delivery.OfFailure;
        boolean stops = cause != null
                && !stopping.isNow()
                && (isFatal(cause) || (isFailure ? true : !scene.goesOn() && !(cause instanceof PayloadMismatch)));
        if (stops && !isDecided && (thrown == null || isFailure || isFatal(cause))) {
            thrown = cause;
        }
        isDecided |= thrown != null && (isFailure || isFatal(thrown) || delivery instanceof Delivery.Init);
    }

    private static boolean isFatal(Throwable thrown) {
        return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
    }

    /** What the client told itself before, and what follows the end: nothing that it would have to take from the mailbox. */
    private boolean mayFollow(Delivery delivery) {
        return switch (delivery) {
            case Delivery.OfFailure failure -> true;
            case Delivery.OfEvent event -> true;
            case Delivery.Outcome outcome -> true;
            case Delivery.Continue next -> true;
            case Delivery.Init init -> false;
            case Delivery.Info info -> false;
            case Delivery.Cast cast -> false;
            case Delivery.Call call -> false;
            case Delivery.Run run -> false;
            case Delivery.Terminate terminate -> true;
        };
    }

    @Override
    public void atRest(Scene scene) {
        holds(thrown == null, "the client goes on although a callback threw %s", thrown);
    }

    @Override
    public void atEnd(Scene scene) {
        if (thrown != null) {
            Object reason = scene.stopped().orElse(null);
            holds(
                    reason instanceof StopReason.Failed(var cause) && cause == thrown,
                    "the client ended with %s, and not with what was thrown",
                    reason);
        }
        holds(terminated <= 1, "terminate came %s times", terminated);
    }
}
