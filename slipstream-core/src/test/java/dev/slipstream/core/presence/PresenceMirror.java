package dev.slipstream.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Builds a list only from the changes of a view, as a user interface does. After each update, this list must equal the
 * list of the view, in the same order.
 */
final class PresenceMirror {

    private final Map<String, PresenceEntry> entries = new LinkedHashMap<>();

    /** Applies the changes of an update to this list, and compares it with the list of the view. */
    void take(PresenceUpdate update) {
        Set<String> changed = new HashSet<>();
        for (PresenceChange change : update.changes()) {
            assertThat(changed.add(change.key()))
                    .as("each key has at most one change")
                    .isTrue();
            take(change);
        }
        assertThat(update.synced() || update.changes().isEmpty()).isTrue();
        compare(update.presences());
    }

    private void take(PresenceChange change) {
        PresenceEntry before = entries.get(change.key());
        assertThat(change.before().orElse(null)).isSameAs(before);
        switch (change.kind()) {
            case JOINED -> assertThat(before).isNull();
            case LEFT -> assertThat(change.after()).isEmpty();
            case UPDATED -> assertThat(change.after()).isPresent().get().isNotEqualTo(before);
        }
        Set<String> refs = before == null ? new LinkedHashSet<>() : refs(before);
        change.left().forEach(meta -> assertThat(refs.remove(meta.ref())).isTrue());
        change.joined().forEach(meta -> assertThat(refs.add(meta.ref())).isTrue());
        PresenceEntry after = change.after().orElse(null);
        if (after == null) {
            assertThat(refs).isEmpty();
            entries.remove(change.key());
        } else {
            assertThat(refs(after)).isEqualTo(refs);
            entries.put(change.key(), after);
        }
    }

    private void compare(Presences view) {
        assertThat(view.list()).containsExactlyElementsOf(entries.values());
        assertThat(view.size()).isEqualTo(entries.size());
        entries.forEach((key, entry) -> {
            assertThat(entry.key()).isEqualTo(key);
            assertThat(view.find(key)).containsSame(entry);
            assertThat(entry.metas()).isNotEmpty();
            assertThat(refs(entry)).hasSameSizeAs(entry.metas());
        });
    }

    private static Set<String> refs(PresenceEntry entry) {
        return new LinkedHashSet<>(entry.metas().stream().map(PresenceMeta::ref).toList());
    }
}
