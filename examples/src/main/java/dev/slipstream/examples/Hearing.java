package dev.slipstream.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What was heard and not yet waited for. */
final class Hearing implements Consumer<Heard> {

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    @Override
    public void accept(Heard something) {
        heard.add(something);
    }

    /**
     * Waits for something that fits, and forgets what came before it.
     *
     * @throws StepFailed if it did not come in time, telling what came instead
     */
    <T extends Heard> T await(Class<T> type, Predicate<T> fits, Duration patience) throws InterruptedException {
        List<Heard> instead = new ArrayList<>();
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Heard next = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new StepFailed(
                        "waited " + patience.toMillis() + " ms for " + type.getSimpleName() + ", heard " + instead);
            }
            if (type.isInstance(next) && fits.test(type.cast(next))) {
                return type.cast(next);
            }
            instead.add(next);
        }
    }

    /**
     * Waits to hear nothing at all.
     *
     * @throws StepFailed if something is heard
     */
    void awaitSilence(Duration length) throws InterruptedException {
        Heard next = heard.poll(length.toNanos(), TimeUnit.NANOSECONDS);
        if (next != null) {
            throw new StepFailed("heard " + next + " where nothing was to come");
        }
    }
}
