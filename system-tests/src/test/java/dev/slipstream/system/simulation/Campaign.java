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

/** Many seeds, one behind the other on a few threads: each run is a world of its own. */
final class Campaign {

    private static final int MOST_BROKEN = 8;

    /**
     * What came of it.
     *
     * @param callbacks how many there were, run by run, the fewest first
     * @param broken the seeds in which something did not hold, the least first; after a few of them nothing more is run
     */
    record Outcome(List<Integer> callbacks, Coverage coverage, List<BrokenSeed> broken) {

        int seeds() {
            return callbacks.size();
        }

        int median() {
            return callbacks.isEmpty() ? 0 : callbacks.get(callbacks.size() / 2);
        }
    }

    private final AtomicLong next;
    private final long last;
    private final long deadline;
    private final Progress progress;
    private final AtomicBoolean enough = new AtomicBoolean();
    private final List<Integer> callbacks = new ArrayList<>();
    private final Coverage coverage = new Coverage();
    private final List<BrokenSeed> broken = new ArrayList<>();

    private Campaign(long first, long last, Duration limit) {
        this.next = new AtomicLong(first);
        this.last = last;
        this.deadline = System.nanoTime() + limit.toNanos();
        this.progress = new Progress(last - first + 1, limit);
    }

    /** Runs all seeds from the first to the last one, or as many as there is time for. */
    static Outcome of(long first, long last, Duration limit) throws InterruptedException {
        Campaign campaign = new Campaign(first, last, limit);
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
            throw new IllegalStateException("a run broke its thread", e);
        }
        campaign.callbacks.sort(Integer::compare);
        campaign.broken.sort((one, other) -> Long.compare(one.seed(), other.seed()));
        return new Outcome(campaign.callbacks, campaign.coverage, campaign.broken);
    }

    private void work() {
        List<Integer> mine = new ArrayList<>();
        Coverage hit = new Coverage();
        List<BrokenSeed> failed = new ArrayList<>();
        for (long seed = next.getAndIncrement(); seed <= last && goesOn(); seed = next.getAndIncrement()) {
            try {
                mine.add(Run.of(seed, hit).callbacks());
            } catch (BrokenSeed e) {
                failed.add(e);
                enough.compareAndSet(false, failed.size() >= MOST_BROKEN);
            }
            progress.done();
        }
        gather(mine, hit, failed);
    }

    private boolean goesOn() {
        return !enough.get() && System.nanoTime() - deadline < 0;
    }

    /** At the end of each thread, one after the other. */
    private void gather(List<Integer> mine, Coverage hit, List<BrokenSeed> failed) {
        progress.whileAlone(() -> {
            callbacks.addAll(mine);
            coverage.add(hit);
            broken.addAll(failed);
        });
    }
}
