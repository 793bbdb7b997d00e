package dev.slipstream.system.simulation;

import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Says how far a long run is: what is done, how fast it goes, and how long the rest takes. */
final class Progress {

    private static final Duration EACH = Duration.ofSeconds(15);

    private final Lock lock = new ReentrantLock();
    private final long all;
    private final Duration limit;
    private final long start = System.nanoTime();
    private long done;
    private long said = start;

    /**
     * Begins.
     *
     * @param all how many there are to do
     * @param limit the longest that it takes, done or not
     */
    Progress(long all, Duration limit) {
        this.all = all;
        this.limit = limit;
    }

    /** One more is done. */
    void done() {
        whileAlone(() -> {
            done++;
            long now = System.nanoTime();
            if (now - said >= EACH.toNanos()) {
                said = now;
                System.out.println(line(done, all, Duration.ofNanos(now - start), limit));
            }
        });
    }

    /** Does something while no other thread is here. */
    void whileAlone(Runnable what) {
        lock.lock();
        try {
            what.run();
        } finally {
            lock.unlock();
        }
    }

    static String line(long done, long all, Duration took, Duration limit) {
        double seconds = Math.max(took.toMillis(), 1) / 1000.0;
        double rate = done / seconds;
        double bySeeds = (all - done) / rate;
        double byTime = limit.minus(took).toMillis() / 1000.0;
        double rest = Math.max(Math.min(bySeeds, byTime), 0);
        return "%d seeds (%.0f %%), %.0f a second, %.0f s left"
                .formatted(done, 100 * seconds / (seconds + rest), rate, rest);
    }
}
