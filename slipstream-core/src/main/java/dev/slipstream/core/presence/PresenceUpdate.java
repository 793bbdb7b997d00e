package dev.slipstream.core.presence;

import java.util.List;

/**
 * The result of applying an event, a state or a diff to a {@link Presences}: the next view, and the changes.
 *
 * @param presences the next view; keep it, and apply the next event to it
 * @param changes one change for each key that changed: first the keys that are missing in a state, then the other keys
 *     in the order in which the messages name them
 * @param synced whether a state or a diff was applied, even if nothing changed; false for a diff that was only queued
 */
public record PresenceUpdate(Presences presences, List<PresenceChange> changes, boolean synced) {

    /** Makes an update. */
    public PresenceUpdate {
        changes = List.copyOf(changes);
    }

    /** Returns an update without changes. */
    static PresenceUpdate none(Presences presences) {
        return new PresenceUpdate(presences, List.of(), false);
    }

    /** Prints the view and the number of changes, but no keys. */
    @Override
    public String toString() {
        return "PresenceUpdate[" + presences + ", changes=" + changes.size() + ", synced=" + synced + "]";
    }
}
