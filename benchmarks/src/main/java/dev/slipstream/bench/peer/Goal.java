package dev.slipstream.bench.peer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** So many of something, for one thread to wait for: nobody is woken before the last one. */
final class Goal {

    private final Thread waits = Thread.currentThread();
    private final int wanted;
    private volatile boolean reached;
    private int count; // of the thread that counts

    Goal(int wanted) {
        this.wanted = wanted;
    }

    /** One more; by one thread at a time. */
    void count() {
        count++;
        if (count == wanted) {
            reached = true;
            LockSupport.unpark(waits);
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
