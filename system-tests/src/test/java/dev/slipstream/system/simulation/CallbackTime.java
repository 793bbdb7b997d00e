package dev.slipstream.system.simulation;

import dev.slipstream.simulation.SeededRandom;
import java.time.Duration;

/** Controls the simulated time from within callbacks. */
interface CallbackTime {

    Duration now();

    /**
     * Returns whether a callback may wait now. A callback must not wait while the transport calls the client, because
     * the wait would delay the call of the transport.
     */
    boolean mayWait();

    /** Blocks the thread of the callback while simulated time advances. */
    void block(Duration span);

    /** Runs an action after this delay, whatever happens meanwhile. */
    void after(Duration delay, Runnable action);

    /** Returns a random duration in this range. */
    static Duration millis(int least, int most, SeededRandom random) {
        return Duration.ofMillis(random.between(least, most));
    }
}
