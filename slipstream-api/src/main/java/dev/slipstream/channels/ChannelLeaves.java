package dev.slipstream.channels;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of one channel that are not answered yet, in order. Leaves that wait for the same answer are in one group.
 * Only the client process uses it.
 */
final class ChannelLeaves {

    /**
     * A leave that was asked for.
     *
     * @param number counts the leaves of the channel
     */
    record Leave(CompletableFuture<@Nullable Void> done, long number) {}

    private final Deque<List<Leave>> groups = new ArrayDeque<>();

    /** Adds a leave that gets an answer of its own. */
    void add(Leave leave) {
        List<Leave> group = new ArrayList<>();
        group.add(leave);
        groups.add(group);
    }

    /** Adds a leave that gets the answer to the last leave. */
    void addToLast(Leave leave) {
        List<Leave> last = groups.peekLast();
        if (last == null) {
            add(leave);
        } else {
            last.add(leave);
        }
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    /** Removes the leaves that wait for the next answer. */
    void answered(Consumer<Leave> action) {
        List<Leave> group = groups.poll();
        if (group != null) {
            group.forEach(action);
        }
    }

    /** Removes all leaves. */
    void end(Consumer<Leave> action) {
        while (!groups.isEmpty()) {
            answered(action);
        }
    }
}
