package dev.slipstream.core.presence;

import java.util.List;

/**
 * The result of an event, a state or a diff: the next view, and what changed.
 *
 * @param presences the next view; keep it, and apply the next event to it
 * @param changes one change for each key that differs, in the order in which the messages first name the keys; for a
 *     state, keys that it lacks come first
 * @param synced whether a state or a diff was applied, also if nothing changed. A queued diff is not applied yet
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

    /** Prints counts only. */
    @Override
    public String toString() {
        return "PresenceUpdate[" + presences + ", changes=" + changes.size() + ", synced=" + synced + "]";
    }
}
