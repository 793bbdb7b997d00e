package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * If an exception of a callback stops the client, terminate is called once, and the stop reason is the exception.
 * Between the exception and terminate, only handleFailure, {@code handleContinue}, and the callbacks of events and
 * outcomes may run. An exception after which the client must continue is never the stop reason.
 *
 * <p>A client that was asked to stop may still run callbacks. If handleFailure then throws, or another callback throws
 * a fatal error, the stop reason is either the thrown exception or the requested reason.
 */
public final class CleanStop implements Invariant {

    private @Nullable Throwable thrown;
    /** The exceptions after which the client must continue. */
    private final Set<Throwable> survived = Collections.newSetFromMap(new IdentityHashMap<>());

    private boolean isDecided;
    private final Stopping stopping = new Stopping();
    private int terminated;

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.CallbackStarted(Callback.Terminate(var reason), var state) -> {
                terminated++;
                holds(
                        !(reason instanceof StopReason.Failed(var cause) && survived.contains(cause)),
                        "the client stops with %s, although it must continue",
                        reason);
                if (thrown != null) {
                    holds(
                            reason instanceof StopReason.Failed(var cause) && cause == thrown,
                            "terminate got %s instead of the exception",
                            reason);
                }
            }
            case RunEvent.CallbackStarted(var callback, var state) ->
                holds(thrown == null || mayFollow(callback), "%s, although the client must stop", callback);
            case RunEvent.CallbackEnded(Callback.Terminate terminate, var cause) -> {}
            case RunEvent.CallbackEnded(var callback, var cause) -> ended(callback, cause, view);
            default -> {}
        }
        stopping.on(runEvent);
    }

    private void ended(Callback callback, @Nullable Throwable cause, RunView view) {
        boolean isFailure = callback instanceof Callback.OfFailure;
        boolean stops = cause != null
                && !stopping.isNow()
                && (isFatal(cause)
                        || isFailure
                        || (!view.continuesAfterThrow()
                                && !(cause instanceof PayloadMismatchException)
                                && !(callback instanceof Callback.Run)));
        if (cause != null && !stops && !isFailure && !isFatal(cause)) {
            survived.add(cause);
        }
        if (stops && !isDecided && (thrown == null || isFailure || isFatal(cause))) {
            thrown = cause;
        }
        isDecided |= thrown != null && (isFailure || isFatal(thrown) || callback instanceof Callback.Init);
    }

    private static boolean isFatal(Throwable thrown) {
        return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
    }

    /** Returns whether this callback may run after the exception. Callbacks for messages of user code may not. */
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
    public void atRest(RunView view) {
        holds(thrown == null, "the client continues although a callback threw %s", thrown);
    }

    @Override
    public void atEnd(RunView view) {
        if (thrown != null) {
            Object reason = view.stopped().orElse(null);
            holds(
                    reason instanceof StopReason.Failed(var cause) && cause == thrown,
                    "the client ended with %s instead of the exception",
                    reason);
        }
        holds(terminated <= 1, "terminate ran %s times", terminated);
    }
}
