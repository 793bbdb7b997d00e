package dev.slipstream.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Queues the events of the tour's client, and waits for them. */
final class TourEvents implements Consumer<TourEvent> {

    private final BlockingQueue<TourEvent> queue = new LinkedBlockingQueue<>();

    @Override
    public void accept(TourEvent event) {
        queue.add(event);
    }

    /**
     * Waits for a matching event, and discards the events before the match.
     *
     * @throws StepFailed if no matching event comes in time; the message lists the discarded events
     */
    <T extends TourEvent> T await(Class<T> type, Predicate<T> matches, Duration patience) throws InterruptedException {
        List<TourEvent> discarded = new ArrayList<>();
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            TourEvent next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new StepFailed(
                        "waited " + patience.toMillis() + " ms for " + type.getSimpleName() + ", got " + discarded);
            }
            if (type.isInstance(next) && matches.test(type.cast(next))) {
                return type.cast(next);
            }
            discarded.add(next);
        }
    }

    /**
     * Checks that no event comes for this long.
     *
     * @throws StepFailed if an event comes
     */
    void awaitSilence(Duration length) throws InterruptedException {
        TourEvent next = queue.poll(length.toNanos(), TimeUnit.NANOSECONDS);
        if (next != null) {
            throw new StepFailed("unexpected event: " + next);
        }
    }
}
