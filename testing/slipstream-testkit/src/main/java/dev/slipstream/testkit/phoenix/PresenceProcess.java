package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Payload;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The process that broadcasts presence diffs, in the order of the changes. Phoenix computes a diff in a separate task,
 * so a reply that a channel sends after an update usually precedes the diff. To model this delay, each diff takes two
 * steps of this process.
 */
final class PresenceProcess implements Node.Process {

    /** A change that the tracker has applied. The channel that made the change belongs to {@code connection}. */
    private record Change(String topic, int connection, PresenceDiff diff) {}

    private final Node node;
    private final PresenceTracker tracker;
    private final Deque<Change> changes = new ArrayDeque<>();
    private @Nullable Payload computed;

    PresenceProcess(Node node, PresenceTracker tracker) {
        this.node = node;
        this.tracker = tracker;
    }

    PresenceTracker tracker() {
        return tracker;
    }

    /** Applies a channel's change at once, and broadcasts the diff later. */
    void change(String topic, int connection, PresenceDiff diff) {
        tracker.apply(topic, diff);
        changes.add(new Change(topic, connection, diff));
        node.wake(this);
    }

    @Override
    public boolean isReady() {
        return !changes.isEmpty();
    }

    @Override
    public void step() {
        Change change = changes.element();
        if (computed == null) {
            compute(change);
        } else {
            Payload payload = computed;
            computed = null;
            changes.remove();
            node.broadcast(change.topic(), "presence_diff", payload, null);
        }
    }

    private void compute(Change change) {
        try {
            computed = tracker.diff(change.topic(), change.diff());
        } catch (RuntimeException | Error e) {
            changes.remove();
            node.effect(new PhoenixEffect.Crashed(change.connection(), change.topic(), e));
        }
    }
}
