package dev.slipstream.system.simulation.program;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.presence.PresenceChange;
import dev.slipstream.core.presence.PresenceEntry;
import dev.slipstream.core.presence.PresenceMeta;
import dev.slipstream.core.presence.Presences;
import dev.slipstream.system.simulation.ProgramEvent;
import dev.slipstream.system.simulation.ProgramInvariant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The changes that a view reports between two calls of {@code onSync} handlers are the differences between its lists at
 * these calls: one change for each key that differs. When the view reports a change, its list already contains this
 * change.
 */
final class PresenceChangesTold implements ProgramInvariant {

    private final Map<Integer, Map<String, PresenceEntry>> lists = new LinkedHashMap<>();
    private final Map<Integer, Map<String, PresenceChange>> told = new LinkedHashMap<>();

    @Override
    public void on(ProgramEvent event) {
        switch (event) {
            case ProgramEvent.ChangeTold(var channel, var change, var found) -> {
                PresenceChange earlier = told.computeIfAbsent(channel, none -> new LinkedHashMap<>())
                        .put(change.key(), change);
                holds(earlier == null, "channel %s reports two changes of one key at once", channel);
                holds(found.equals(change.after()), "channel %s reports a change that is not in its list", channel);
                holds(!change.before().equals(change.after()), "channel %s reports an unchanged entry", channel);
                holds(
                        change.joined().equals(others(change.after(), change.before()))
                                && change.left().equals(others(change.before(), change.after())),
                        "the joined and left metas of %s are not the differences of its entries",
                        change);
            }
            case ProgramEvent.SyncTold(var channel, var view) -> synced(channel, view);
            case ProgramEvent.HandlerBroke(var handler, var views) ->
                views.forEach((channel, view) -> { // an error ended the client, so the view reports no more changes
                    lists.put(channel, entries(view));
                    told.remove(channel);
                });
            default -> {}
        }
    }

    private void synced(int channel, Presences view) {
        Map<String, PresenceEntry> now = entries(view);
        Map<String, PresenceEntry> before =
                Objects.requireNonNullElse(lists.put(channel, now), Map.<String, PresenceEntry>of());
        Map<String, PresenceChange> changes =
                Objects.requireNonNullElse(told.remove(channel), Map.<String, PresenceChange>of());
        changes.forEach((key, change) -> {
            holds(
                    change.before().equals(Optional.ofNullable(before.get(key))),
                    "channel %s reports a change of %s from an entry that it did not have",
                    channel,
                    key);
            holds(
                    change.after().equals(Optional.ofNullable(now.get(key))),
                    "channel %s reports a change of %s to an entry that it does not have",
                    channel,
                    key);
        });
        now.forEach((key, entry) -> holds(
                entry.equals(before.get(key)) || changes.containsKey(key),
                "channel %s did not report a change of %s",
                channel,
                key));
        before.keySet()
                .forEach(key -> holds(
                        now.containsKey(key) || changes.containsKey(key),
                        "channel %s did not report that %s left",
                        channel,
                        key));
    }

    private static Map<String, PresenceEntry> entries(Presences view) {
        Map<String, PresenceEntry> entries = new LinkedHashMap<>();
        view.list().forEach(entry -> entries.put(entry.key(), entry));
        return entries;
    }

    /** Returns the metas of {@code entry} whose refs do not occur in {@code other}. */
    private static List<PresenceMeta> others(Optional<PresenceEntry> entry, Optional<PresenceEntry> other) {
        List<String> known = other.stream()
                .flatMap(of -> of.metas().stream())
                .map(PresenceMeta::ref)
                .toList();
        return entry.stream()
                .flatMap(of -> of.metas().stream())
                .filter(meta -> !known.contains(meta.ref()))
                .toList();
    }
}
