package dev.slipstream.channels;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of one channel that the server has not answered yet, in order. Leaves that wait for the same answer are in
 * one group. While the client runs, only the client process changes this object. Any thread may ask whether it is
 * empty.
 */
final class ChannelLeaves {

    /**
     * One call of {@link Channel#leave}.
     *
     * @param done the stage that the call returned
     * @param number the number of this leave among the leaves of the channel: 1 for the first
     */
    record Leave(CompletableFuture<@Nullable Void> done, long number) {}

    private final Deque<List<Leave>> groups = new ConcurrentLinkedDeque<>();

    /** Adds a leave that gets its own answer. */
    void add(Leave leave) {
        List<Leave> group = new ArrayList<>();
        group.add(leave);
        groups.add(group);
    }

    /**
     * Adds a leave to the group of the last leave: one answer of the server completes all leaves of the group. If there
     * is no group, the leave begins one.
     */
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

    /** Handles the next answer of the server: removes the first group, and passes each of its leaves to the action. */
    void answered(Consumer<Leave> action) {
        List<Leave> group = groups.poll();
        if (group != null) {
            group.forEach(action);
        }
    }

    /** Removes all leaves, and passes each to the action. */
    void end(Consumer<Leave> action) {
        while (!groups.isEmpty()) {
            answered(action);
        }
    }
}
