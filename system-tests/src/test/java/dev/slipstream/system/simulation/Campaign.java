package dev.slipstream.system.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Runs many seeds on a few threads. The runs are independent of each other. */
final class Campaign {

    private static final int MOST_BROKEN = 8;

    /**
     * The result of a campaign.
     *
     * @param callbacks the number of callbacks of each run, in ascending order
     * @param broken the seeds that broke an invariant, in ascending order; a thread that finds {@link #MOST_BROKEN} of
     *     them stops the campaign
     */
    record Outcome(List<Integer> callbacks, Coverage coverage, List<BrokenSeed> broken) {

        int seeds() {
            return callbacks.size();
        }

        int median() {
            return callbacks.isEmpty() ? 0 : callbacks.get(callbacks.size() / 2);
        }
    }

    /** Runs one seed. */
    @FunctionalInterface
    interface SeedRunner {

        /** Returns the number of callbacks of the run, and adds to the coverage what occurred in the run. */
        int run(long seed, Coverage coverage);
    }

    private final SeedRunner runner;
    private final AtomicLong next;
    private final long last;
    private final long deadline;
    private final SeedProgress progress;
    private final AtomicBoolean enough = new AtomicBoolean();
    private final List<Integer> callbacks = new ArrayList<>();
    private final Coverage coverage = new Coverage();
    private final List<BrokenSeed> broken = new ArrayList<>();

    private Campaign(SeedRunner runner, long first, long last, Duration limit) {
        this.runner = runner;
        this.next = new AtomicLong(first);
        this.last = last;
        this.deadline = System.nanoTime() + limit.toNanos();
        this.progress = new SeedProgress(last - first + 1, limit);
    }

    /** Runs all seeds from the first to the last, or as many as the time limit allows. */
    static Outcome of(long first, long last, Duration limit) throws InterruptedException {
        return of((seed, hit) -> Run.of(seed, hit).callbacks(), first, last, limit);
    }

    /** Runs all seeds with this function, from the first to the last, or as many as the time limit allows. */
    static Outcome of(SeedRunner runner, long first, long last, Duration limit) throws InterruptedException {
        Campaign campaign = new Campaign(runner, first, last, limit);
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 2);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(pool.submit(campaign::work));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a thread of the campaign failed", e);
        }
        campaign.callbacks.sort(Integer::compare);
        campaign.broken.sort((one, other) -> Long.compare(one.seed(), other.seed()));
        return new Outcome(campaign.callbacks, campaign.coverage, campaign.broken);
    }

    private void work() {
        List<Integer> counts = new ArrayList<>();
        Coverage hit = new Coverage();
        List<BrokenSeed> failed = new ArrayList<>();
        for (long seed = next.getAndIncrement(); seed <= last && continues(); seed = next.getAndIncrement()) {
            try {
                counts.add(runner.run(seed, hit));
            } catch (BrokenSeed e) {
                failed.add(e);
                enough.compareAndSet(false, failed.size() >= MOST_BROKEN);
            }
            progress.seedDone();
        }
        addResults(counts, hit, failed);
    }

    private boolean continues() {
        return !enough.get() && System.nanoTime() - deadline < 0;
    }

    /** Adds the results of one thread to the outcome. */
    private void addResults(List<Integer> counts, Coverage hit, List<BrokenSeed> failed) {
        progress.withLock(() -> {
            callbacks.addAll(counts);
            coverage.add(hit);
            broken.addAll(failed);
        });
    }
}
