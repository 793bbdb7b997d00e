package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.OccurrenceCounter;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.simulation.NetworkEvent;
import org.jspecify.annotations.Nullable;

/**
 * Each callback that throws is told to handleFailure, once; and ten frames in a row that are no messages end a connection.
 * Frames over a limit of the serializer neither count nor end the run.
 */
public final class FailureTold implements Invariant {

    private static final int MOST_GARBAGE = 10;
    private static final int NONE = -1;

    private int thrown;
    private int told;
    /** What the next callback is to be told: it was thrown by the last one. */
    private @Nullable Throwable next;

    private final Stopping stopping = new Stopping();
    private int garbage;
    private int live = NONE;
    private @Nullable Since tooMuch;

    @Override
    public String name() {
        return "I18 FailureTold";
    }

    @Override
    public void timePassed(Scene scene) {
        holds(tooMuch == null || !tooMuch.isSettled(scene), "a connection goes on after %s frames of garbage", garbage);
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        switch (runEvent) {
            case RunEvent.CallbackEnded(var callback, var cause)
            when cause != null && !isLast(callback) -> {
                thrown++;
                next = isFatal(cause) ? null : cause;
            }
            case RunEvent.CallbackStarted(Callback.OfFailure(var cause, var of), var state) -> {
                told++;
                holds(cause == next, "the failure %s is told, and not %s", cause, next);
                next = null;
            }
            case RunEvent.CallbackStarted(var callback, var state) -> {
                holds(next == null || stopping.isNow(), "%s before the failure %s", callback, next);
                next = null; // a client that stops tells of no more failures
            }
            case RunEvent.OnNetwork(NetworkEvent.Arrived(int connection, var frame, var message))
            when connection == live && !OccurrenceCounter.isOverALimit(frame) -> {
                garbage = message == null ? garbage + 1 : 0;
                tooMuch = garbage == MOST_GARBAGE ? Since.now(scene) : garbage == 0 ? null : tooMuch;
            }
            case RunEvent.OnNetwork(NetworkEvent.Opened(int connection)) -> begins(connection);
            case RunEvent.OnNetwork(NetworkEvent.Closing(int connection, int code))
            when connection == live -> begins(NONE);
            case RunEvent.OnNetwork(NetworkEvent.Ended(int connection, var reason))
            when connection == live -> begins(NONE);
            default -> {}
        }
        stopping.on(runEvent);
    }

    /** Of what the JVM itself has failed by nobody is asked. */
    private static boolean isFatal(Throwable cause) {
        return cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError);
    }

    private static boolean isLast(Callback callback) {
        return callback instanceof Callback.Terminate
                || callback instanceof Callback.Init
                || callback instanceof Callback.OfFailure;
    }

    private void begins(int connection) {
        live = connection;
        garbage = 0;
        tooMuch = null;
    }

    @Override
    public void atRest(Scene scene) {
        holds(told == thrown, "%s failures were told of %s", told, thrown);
    }
}
