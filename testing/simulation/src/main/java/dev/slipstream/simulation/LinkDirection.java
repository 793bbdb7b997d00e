package dev.slipstream.simulation;

import dev.slipstream.simulation.SeededTime.Kind;
import dev.slipstream.simulation.SeededTime.Task;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a simulated connection. Items arrive later, in the order in which they were added.
 *
 * @param <T> the type of the items
 */
final class LinkDirection<T> {

    private record Carried<T>(T item, Duration due) {}

    private final SeededTime time;
    private final Predicate<? super T> exit;
    private final Deque<Carried<T>> items = new ArrayDeque<>();
    private Duration last = Duration.ZERO;
    private Duration held = Duration.ZERO;
    private boolean running;
    private boolean blocked;
    private boolean stopped;
    private @Nullable Task wake;

    /**
     * Makes an empty direction.
     *
     * @param exit receives each item that is due; if it returns false, the item waits until {@link #resume}
     */
    LinkDirection(SeededTime time, Predicate<? super T> exit) {
        this.time = time;
        this.exit = exit;
    }

    int size() {
        return items.size();
    }

    /** Whether no item is due now. */
    boolean isIdle() {
        return items.isEmpty() || items.element().due().compareTo(time.now()) > 0;
    }

    void add(T item, Duration latency) {
        Duration due = time.now().plus(latency);
        last = due.compareTo(last) > 0 ? due : last;
        items.add(new Carried<>(item, last));
        arm();
    }

    /** Delivers the items that are due. */
    void run() {
        if (running || stopped || held.compareTo(time.now()) > 0) {
            return;
        }
        running = true;
        try {
            while (!isIdle()) {
                Carried<T> next = items.remove();
                if (!exit.test(next.item())) {
                    items.addFirst(next);
                    blocked = true;
                    break;
                }
            }
        } finally {
            running = false;
        }
        arm();
    }

    void resume() {
        blocked = false;
        arm();
    }

    /** Stops delivery forever. Waiting items and items that are added later are never delivered. */
    void stop() {
        stopped = true;
        time.cancel(wake);
        wake = null;
    }

    void holdUntil(Duration instant) {
        held = instant.compareTo(held) > 0 ? instant : held;
        time.cancel(wake);
        wake = null;
        arm();
    }

    /** Removes all items except the first {@code count}. */
    void keep(int count) {
        while (items.size() > count) {
            items.removeLast();
        }
    }

    void clear() {
        items.clear();
        time.cancel(wake);
        wake = null;
    }

    private void arm() {
        if (wake != null || running || blocked || stopped || items.isEmpty()) {
            return;
        }
        Duration due = items.element().due();
        wake = time.at(due.compareTo(held) > 0 ? due : held, Kind.NETWORK, () -> {
            wake = null;
            run();
        });
    }
}
