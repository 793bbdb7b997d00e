package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
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
    public void on(RunEvent runEvent, Scene scene) {
        switch (runEvent) {
            case RunEvent.CallbackStarted(Callback.Terminate(var reason), var state) -> {
                terminated++;
                if (thrown != null) {
                    holds(
                            reason instanceof StopReason.Failed(var cause) && cause == thrown,
                            "terminate is told %s, and not what was thrown",
                            reason);
                }
            }
            case RunEvent.CallbackStarted(var callback, var state) ->
                holds(thrown == null || mayFollow(callback), "%s, though the client is to stop", callback);
            case RunEvent.CallbackEnded(Callback.Terminate terminate, var cause) -> {}
            case RunEvent.CallbackEnded(var callback, var cause) -> ended(callback, cause, scene);
            default -> {}
        }
        stopping.on(runEvent);
    }

    private void ended(Callback callback, @Nullable Throwable cause, Scene scene) {
        boolean isFailure = callback instanceof Callback.OfFailure;
        boolean stops = cause != null
                && !stopping.isNow()
                && (isFatal(cause)
                        || (isFailure ? true : !scene.goesOn() && !(cause instanceof PayloadMismatchException)));
        if (stops && !isDecided && (thrown == null || isFailure || isFatal(cause))) {
            thrown = cause;
        }
        isDecided |= thrown != null && (isFailure || isFatal(thrown) || callback instanceof Callback.Init);
    }

    private static boolean isFatal(Throwable thrown) {
        return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
    }

    /** What the client told itself before, and what follows the end: nothing that it would have to take from the mailbox. */
    private boolean mayFollow(Callback callback) {
        return switch (callback) {
            case Callback.OfFailure failure -> true;
            case Callback.OfEvent event -> true;
            case Callback.Outcome outcome -> true;
            case Callback.Continue next -> true;
            case Callback.Init init -> false;
            case Callback.Info info -> false;
            case Callback.Cast cast -> false;
            case Callback.Call call -> false;
            case Callback.Run run -> false;
            case Callback.Terminate terminate -> true;
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
