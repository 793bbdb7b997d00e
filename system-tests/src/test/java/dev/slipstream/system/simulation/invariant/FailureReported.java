package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.OccurrenceCounter;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import org.jspecify.annotations.Nullable;

/**
 * After a callback throws, the next callback is handleFailure with that exception. This rule excludes {@code init},
 * {@code terminate}, handleFailure itself, and a function that another thread passed to {@code RunningClient.run}.
 *
 * <p>A second rule is about frames that do not decode: ten of them in a row end the connection. Frames that exceed a
 * limit of the serializer do not count.
 */
public final class FailureReported implements Invariant {

    private static final int MOST_MALFORMED = 10;
    private static final int NONE = -1;

    private int thrown;
    private int reported;
    /** The exception of the last callback, which the next callback must get. */
    private @Nullable Throwable next;

    private final Stopping stopping = new Stopping();
    private int malformed;
    private int current = NONE;
    private @Nullable WaitStart tooManySince;

    @Override
    public void timePassed(RunView view) {
        holds(
                tooManySince == null || !tooManySince.isSettled(view),
                "a connection stays open after %s malformed frames",
                malformed);
    }

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.CallbackEnded(var callback, var cause)
            when cause != null && !hasNoFailureCallback(callback) -> {
                thrown++;
                next = isFatal(cause) ? null : cause;
            }
            case RunEvent.CallbackStarted(Callback.OfFailure(var cause, var of), var state) -> {
                reported++;
                holds(cause == next, "handleFailure got %s instead of %s", cause, next);
                next = null;
            }
            case RunEvent.CallbackStarted(var callback, var state) -> {
                holds(next == null || stopping.isNow(), "%s ran before handleFailure of %s", callback, next);
                next = null; // a stopping client reports no more failures
            }
            case RunEvent.OnNetwork(NetworkEvent.Arrived(int connection, var frame, var message))
            when connection == current && !OccurrenceCounter.isOverALimit(frame) -> {
                malformed = message == null ? malformed + 1 : 0;
                tooManySince = malformed == MOST_MALFORMED ? WaitStart.now(view) : malformed == 0 ? null : tooManySince;
            }
            case RunEvent.OnNetwork(NetworkEvent.Opened(int connection)) -> reset(connection);
            case RunEvent.OnNetwork(NetworkEvent.Closing(int connection, int code))
            when connection == current -> reset(NONE);
            case RunEvent.OnNetwork(NetworkEvent.Ended(int connection, var reason))
            when connection == current -> reset(NONE);
            default -> {}
        }
        stopping.on(runEvent);
    }

    /** Returns whether handleFailure is not called for this exception. */
    private static boolean isFatal(Throwable cause) {
        return cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError);
    }

    private static boolean hasNoFailureCallback(Callback callback) {
        return callback instanceof Callback.Terminate
                || callback instanceof Callback.Init
                || callback instanceof Callback.OfFailure
                || callback instanceof Callback.Run;
    }

    private void reset(int connection) {
        current = connection;
        malformed = 0;
        tooManySince = null;
    }

    @Override
    public void atRest(RunView view) {
        holds(reported == thrown, "%s of %s failures were reported", reported, thrown);
    }
}
