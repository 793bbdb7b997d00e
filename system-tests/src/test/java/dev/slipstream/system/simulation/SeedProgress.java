package dev.slipstream.system.simulation;

import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Prints the progress of many runs: the finished seeds, the seeds per second and the remaining time. */
final class SeedProgress {

    private static final Duration PERIOD = Duration.ofSeconds(15);

    private final Lock lock = new ReentrantLock();
    private final long all;
    private final Duration limit;
    private final long start = System.nanoTime();
    private long done;
    private long printed = start;

    /**
     * Creates the progress of runs that start now.
     *
     * @param all the number of seeds to run
     * @param limit the time limit for all seeds
     */
    SeedProgress(long all, Duration limit) {
        this.all = all;
        this.limit = limit;
    }

    /** Counts a finished seed, and prints a line if the last line is old enough. */
    void seedDone() {
        withLock(() -> {
            done++;
            long now = System.nanoTime();
            if (now - printed >= PERIOD.toNanos()) {
                printed = now;
                System.out.println(line(done, all, Duration.ofNanos(now - start), limit));
            }
        });
    }

    /** Runs an action while no other thread counts a seed or runs such an action. */
    void withLock(Runnable action) {
        lock.lock();
        try {
            action.run();
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
