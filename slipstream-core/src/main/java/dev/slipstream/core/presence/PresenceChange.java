package dev.slipstream.core.presence;

import java.util.List;
import java.util.Optional;

/**
 * The change of one key that a state or a diff caused.
 *
 * <p>If the server updates a meta, there is one change: {@code joined} has the new meta, and {@code left} has the old
 * meta. The key stays in the list during an update. {@code joined} and {@code left} are empty if only the extras
 * change, or if the content of a meta changes but not its ref.
 *
 * @param key the key
 * @param before the key's entry before the change; empty if the key joined
 * @param after the key's entry after the change; empty if the key left
 * @param joined the metas of {@code after} whose refs are not in {@code before}
 * @param left the metas of {@code before} whose refs are not in {@code after}
 */
public record PresenceChange(
        String key,
        Optional<PresenceEntry> before,
        Optional<PresenceEntry> after,
        List<PresenceMeta> joined,
        List<PresenceMeta> left) {

    /** What happened to a key. */
    public enum Kind {
        /** The key is new: {@link PresenceChange#before} is empty. */
        JOINED,
        /** The key is gone: {@link PresenceChange#after} is empty. */
        LEFT,
        /** The metas or extras of the key changed. */
        UPDATED
    }

    /**
     * Makes a change.
     *
     * @throws IllegalArgumentException if there is no entry before and none after
     */
    public PresenceChange {
        if (before.isEmpty() && after.isEmpty()) {
            throw new IllegalArgumentException("a change needs an entry before or after");
        }
        joined = List.copyOf(joined);
        left = List.copyOf(left);
    }

    /** What happened to the key. */
    public Kind kind() {
        if (before.isEmpty()) {
            return Kind.JOINED;
        }
        return after.isEmpty() ? Kind.LEFT : Kind.UPDATED;
    }

    /** Prints kind and counts only, because the key may name a user. */
    @Override
    public String toString() {
        return "PresenceChange[" + kind() + ", joined=" + joined.size() + ", left=" + left.size() + "]";
    }
}
