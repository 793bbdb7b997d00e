package dev.slipstream.bench.peer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** A count that one thread waits for. The thread is woken only when the count is complete. */
final class Goal {

    private final Thread waiter = Thread.currentThread();
    private final int wanted;
    private volatile boolean reached;
    private int count; // only the counting thread uses it

    Goal(int wanted) {
        this.wanted = wanted;
    }

    /** Adds one. Only one thread at a time may call this. */
    void count() {
        count++;
        if (count == wanted) {
            reached = true;
            LockSupport.unpark(waiter);
        }
    }

    void await(Duration patience) throws TimeoutException {
        long until = System.nanoTime() + patience.toNanos();
        while (!reached) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                throw new TimeoutException(count + " of " + wanted + " came in " + patience);
            }
            LockSupport.parkNanos(this, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
    }
}
