package dev.slipstream.system.simulation;

import dev.slipstream.simulation.SeededRandom;
import java.time.Duration;

/** What callbacks of a run may do with its time. */
interface CallbackTime {

    Duration now();

    /** Whether a callback may wait now: not if that held up what no callback holds up on real threads. */
    boolean mayWait();

    /** Goes on by so much while the callback blocks its thread. */
    void block(Duration span);

    /** Does something after a while, whatever happens meanwhile. */
    void after(Duration delay, Runnable action);

    /** A span of this range. */
    static Duration millis(int least, int most, SeededRandom random) {
        return Duration.ofMillis(random.between(least, most));
    }
}
