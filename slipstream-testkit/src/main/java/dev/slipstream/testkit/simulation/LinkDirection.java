package dev.slipstream.testkit.simulation;

import dev.slipstream.testkit.simulation.VirtualTime.Kind;
import dev.slipstream.testkit.simulation.VirtualTime.Task;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a link: what goes in comes out in the same order, later.
 *
 * @param <T> what it carries
 */
final class LinkDirection<T> {

    private record Carried<T>(T item, Duration due) {}

    private final VirtualTime time;
    private final Predicate<? super T> exit;
    private final Deque<Carried<T>> items = new ArrayDeque<>();
    private Duration last = Duration.ZERO;
    private Duration held = Duration.ZERO;
    private boolean running;
    private boolean blocked;
    private boolean stopped;
    private @Nullable Task wake;

    /**
     * Makes a lane.
     *
     * @param exit takes what comes out; false leaves it in the lane until {@link #resume}
     */
    LinkDirection(VirtualTime time, Predicate<? super T> exit) {
        this.time = time;
        this.exit = exit;
    }

    int size() {
        return items.size();
    }

    /** Whether nothing comes out just now. */
    boolean isIdle() {
        return items.isEmpty() || items.element().due().compareTo(time.now()) > 0;
    }

    void add(T item, Duration latency) {
        Duration due = time.now().plus(latency);
        last = due.compareTo(last) > 0 ? due : last;
        items.add(new Carried<>(item, last));
        arm();
    }

    /** Lets out what is due. */
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

    /** Lets nothing out any more; what goes in stays. */
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

    /** Forgets all but the first so many. */
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
