package dev.slipstream.core.presence;

import dev.slipstream.core.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Applies a state and diffs to entries, and combines their changes into at most one change for each key.
 *
 * <p>Malformed parts have no effect and are counted. The value of a key is malformed if it is not an object with a list
 * {@code metas}. A meta is malformed if it is not an object with a string {@code phx_ref}.
 */
final class PresenceFold {

    private final OrderedEntries before;
    private final SequencedMap<String, KeyFold> touched = new LinkedHashMap<>();
    private long malformed;

    PresenceFold(OrderedEntries before) {
        this.before = before;
    }

    /** Applies a state, which is an object with an entry for each key. */
    void state(Payload.Json payload) {
        KeptJson empty = KeptJson.empty(payload);
        SequencedMap<String, JsonPart> keys = JsonPart.of(payload.text()).members();
        before.forEach(entry -> {
            if (!keys.containsKey(entry.key())) {
                touch(entry.key(), empty).clear();
            }
        });
        keys.forEach((key, value) -> {
            SequencedMap<String, JsonPart> members = entry(value);
            if (members != null) {
                touch(key, empty).become(metas(members, empty), extras(members, empty));
            }
        });
    }

    /** Applies a diff, which is {@code {"joins": {...}, "leaves": {...}}}: first all joins, then all leaves. */
    void diff(Payload.Json payload) {
        KeptJson empty = KeptJson.empty(payload);
        SequencedMap<String, JsonPart> sides = JsonPart.of(payload.text()).members();
        keys(sides.get("joins")).forEach((key, value) -> {
            SequencedMap<String, JsonPart> members = entry(value);
            if (members != null) {
                touch(key, empty).join(metas(members, empty), extras(members, empty));
            }
        });
        keys(sides.get("leaves")).forEach((key, value) -> {
            SequencedMap<String, JsonPart> members = entry(value);
            if (members != null) {
                touch(key, empty).leave(metas(members, empty));
            }
        });
    }

    /** The changes so far, in the order in which their keys were first touched. */
    List<PresenceChange> changes() {
        List<PresenceChange> changes = new ArrayList<>();
        for (KeyFold key : touched.values()) {
            PresenceChange change = key.change();
            if (change != null) {
                changes.add(change);
            }
        }
        return changes;
    }

    /** The entries after these changes. */
    OrderedEntries after(List<PresenceChange> changes) {
        OrderedEntries entries = before;
        for (PresenceChange change : changes) {
            PresenceEntry entry = change.after().orElse(null);
            entries = entry == null ? entries.without(change.key()) : entries.with(entry);
        }
        return entries;
    }

    /** How many parts were malformed. */
    long malformed() {
        return malformed;
    }

    private KeyFold touch(String key, KeptJson empty) {
        KeyFold known = touched.get(key);
        if (known == null) {
            known = new KeyFold(key, before.get(key), empty);
            touched.put(key, known);
        }
        return known;
    }

    /** The keys of one side of a diff: its joins or its leaves. A side that is missing or null has no keys. */
    private SequencedMap<String, JsonPart> keys(@Nullable JsonPart side) {
        if (side != null && side.isObject()) {
            return side.members();
        }
        malformed += side == null || side.isNull() ? 0 : 1;
        return new LinkedHashMap<>();
    }

    /** The members of a key's value; null, and counted as malformed, if it has no list of metas. */
    private @Nullable SequencedMap<String, JsonPart> entry(JsonPart value) {
        if (value.isObject()) {
            SequencedMap<String, JsonPart> members = value.members();
            JsonPart metas = members.get("metas");
            if (metas != null && metas.isArray()) {
                return members;
            }
        }
        malformed++;
        return null;
    }

    /** The metas by ref. If two metas have the same ref, the last one is used. */
    private SequencedMap<String, PresenceMeta> metas(SequencedMap<String, JsonPart> members, KeptJson empty) {
        SequencedMap<String, PresenceMeta> metas = new LinkedHashMap<>();
        JsonPart list = members.get("metas");
        for (JsonPart element : list == null ? List.<JsonPart>of() : list.elements()) {
            PresenceMeta meta = PresenceMeta.of(element, empty);
            if (meta == null) {
                malformed++;
            } else {
                metas.put(meta.ref(), meta);
            }
        }
        return metas;
    }

    private static KeptJson extras(SequencedMap<String, JsonPart> members, KeptJson empty) {
        StringBuilder text = new StringBuilder();
        members.forEach((name, value) -> {
            if (!name.equals("metas")) {
                text.append(text.isEmpty() ? '{' : ',').append(value.rawMember());
            }
        });
        return text.isEmpty() ? empty : empty.with(text.append('}').toString());
    }
}
