package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.AppFault;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A sent frame is flushed before time passes: when the client has no more work, before a callback waits, or after 64
 * callbacks. If a callback blocks its thread, another thread flushes the frame within 1 ms. That thread may be late. So
 * if the frame still waits when the callback ends, this class measures the wait from the end of the callback.
 */
public final class FlushedInTime implements Invariant {

    private static final Duration WHILE_BLOCKED = Duration.ofMillis(1);
    private static final int MOST_CALLBACKS = 64;

    /**
     * When the wait for a flush began: at the send of the first unflushed frame, or at the end of a callback that
     * blocked. Null if no frame waits.
     */
    private @Nullable WaitStart unflushed;
    /** How many callbacks have ended since the first unflushed frame was sent. */
    private int callbacks;

    private boolean isBlocked;

    @Override
    public void timePassed(RunView view) {
        WaitStart since = unflushed;
        if (since != null) {
            boolean isLate = isBlocked ? since.isPast(WHILE_BLOCKED, view) : since.isLate(view);
            holds(!isLate, "a frame waits for a flush since %s%s", since.at(), isBlocked ? "; a callback blocks" : "");
        }
    }

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Sent sent)
            when sent.taken() && unflushed == null -> {
                unflushed = WaitStart.ofConnection(view);
                callbacks = 0;
            }
            case RunEvent.OnNetwork(NetworkEvent.Flushed flushed) -> unflushed = null;
            case RunEvent.OnNetwork(NetworkEvent.Closing closing) -> unflushed = null;
            case RunEvent.OnNetwork(NetworkEvent.Ended ended) -> unflushed = null;
            case RunEvent.FromOutside(var what) when isBlock(what) -> isBlocked = true;
            case RunEvent.CallbackEnded ended -> {
                if (isBlocked && unflushed != null) {
                    unflushed = WaitStart.ofConnection(view);
                }
                isBlocked = false;
                callbacks++;
                holds(
                        unflushed == null || callbacks < MOST_CALLBACKS,
                        "a frame is not flushed, although %s callbacks have ended since it was sent",
                        callbacks);
            }
            default -> {}
        }
    }

    private static boolean isBlock(String what) {
        return what.equals(AppFault.CALLBACK_BLOCKED.name()) || what.equals(AppFault.CALLBACK_BLOCKED_LONG.name());
    }
}
