package dev.slipstream.testkit.phoenix;

import java.util.List;

/**
 * A change of a topic's presences.
 *
 * @param joins the metas that are new, or that replace a meta of {@code leaves}
 * @param leaves the metas that were untracked or replaced
 */
record PresenceDiff(List<TrackedMeta> joins, List<TrackedMeta> leaves) {

    PresenceDiff {
        joins = List.copyOf(joins);
        leaves = List.copyOf(leaves);
    }

    static PresenceDiff track(TrackedMeta meta) {
        return new PresenceDiff(List.of(meta), List.of());
    }

    /** Returns one diff with a join and a leave, because Phoenix sends one diff for an update. */
    static PresenceDiff update(TrackedMeta before, TrackedMeta after) {
        return new PresenceDiff(List.of(after), List.of(before));
    }

    static PresenceDiff untrack(List<TrackedMeta> metas) {
        return new PresenceDiff(List.of(), metas);
    }

    boolean isEmpty() {
        return joins.isEmpty() && leaves.isEmpty();
    }
}
