package dev.slipstream.core.cost;

import dev.slipstream.core.Event;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.presence.PresenceEntry;
import dev.slipstream.core.presence.Presences;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Counts the steps that diffs of a {@link Presences} with many keys take. Half of the keys have equal hashes, as in an
 * attack.
 */
public final class PresenceLoad implements IntFunction<Map<String, Long>> {

    private static final int DIFFS = 1_000;

    private final Map<String, Long> steps = new LinkedHashMap<>();

    @Override
    public Map<String, Long> apply(int keys) {
        StringBuilder state = new StringBuilder("{");
        for (int i = 0; i < keys; i++) {
            state.append(i == 0 ? "" : ",").append(member(key(i), "1"));
        }
        Presences full = Presences.of("rooms:1").applyState(json(state + "}")).presences();
        if (full.size() != keys) {
            throw new IllegalStateException("the view has " + full.size() + " keys");
        }
        List<PresenceEntry> before = full.list();
        String last = key(keys - 1);
        measure(
                "join of a new key",
                () -> full.applyDiff(diff(member("new", "1"), "")).presences());
        measure(
                "leave of a key",
                () -> full.applyDiff(diff("", member(key(0), "1"))).presences());
        measure(
                "leave of an unknown key",
                () -> full.applyDiff(diff("", member("none", "1"))).presences());
        measure(
                "queued diff",
                () -> full.joined()
                        .apply(new Event.MessageReceived("rooms:1", Presences.DIFF_EVENT, diff(member("new", "1"), "")))
                        .presences());
        measure("search", () -> full.find(last).isPresent() ? full : Presences.of(""));
        measure("updates of one key", () -> {
            Presences view = full;
            for (int i = 1; i <= DIFFS; i++) {
                view = view.applyDiff(diff(member(last, "" + (i + 1)), member(last, "" + i)))
                        .presences();
            }
            return view;
        });
        requireShared(before, updated(full, last).list());
        return steps;
    }

    private static Presences updated(Presences view, String key) {
        return view.applyDiff(diff(member(key, "2"), member(key, "1"))).presences();
    }

    /** Throws unless the last entry is a new object, and all other entries are the same objects as before. */
    @SuppressWarnings("ReferenceEquality") // checks that the entries are the same objects
    private static void requireShared(List<PresenceEntry> before, List<PresenceEntry> after) {
        for (int i = 0; i < before.size(); i++) {
            boolean isUpdated = i == before.size() - 1;
            if ((before.get(i) == after.get(i)) == isUpdated) {
                throw new IllegalStateException("entry " + i + " of " + before.size() + " is copied or not updated");
            }
        }
    }

    private void measure(String name, Supplier<Presences> diff) {
        long before = Steps.taken();
        if (diff.get().size() == 0) {
            throw new IllegalStateException(name + " had no effect");
        }
        steps.put(name, Steps.taken() - before);
    }

    /** Returns the key of a number. The keys of all odd numbers have the same length and equal hashes. */
    private static String key(int number) {
        if (number % 2 == 0) {
            return "key" + number;
        }
        StringBuilder key = new StringBuilder();
        for (int bit = 0; bit < 16; bit++) {
            key.append((number >> bit & 1) == 0 ? "Aa" : "BB"); // "Aa" and "BB" have equal hashes
        }
        return key.toString();
    }

    private static String member(String key, String ref) {
        return "\"%s\":{\"metas\":[{\"phx_ref\":\"%s\"}]}".formatted(key, ref);
    }

    private static Payload diff(String joins, String leaves) {
        return json("{\"joins\":{%s},\"leaves\":{%s}}".formatted(joins, leaves));
    }

    private static Payload json(String text) {
        return PlainEncoder.json(text);
    }
}
