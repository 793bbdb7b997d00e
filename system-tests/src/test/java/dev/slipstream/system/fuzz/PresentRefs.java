package dev.slipstream.system.fuzz;

import dev.slipstream.core.Event;
import dev.slipstream.core.Payload;
import dev.slipstream.core.presence.Presences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A second, simple implementation of a presence view. It has the refs of each key and counts malformed parts. */
final class PresentRefs {

    private final Map<String, Set<String>> refs = new HashMap<>();
    private final List<Json> queued = new ArrayList<>();
    private boolean isJoined;
    private boolean hasState;
    private long malformed;

    Map<String, Set<String>> refs() {
        return refs;
    }

    long malformedParts() {
        return malformed;
    }

    int queuedDiffs() {
        return queued.size();
    }

    void apply(Event event) {
        switch (event) {
            case Event.TopicJoinSucceeded joined -> begin();
            case Event.ChannelClosed closed -> {
                isJoined = false;
                queued.clear();
            }
            case Event.MessageReceived(var topic, var name, var payload) -> {
                if (!isJoined) {
                    begin();
                }
                message(name, payload);
            }
            default -> throw new IllegalArgumentException("no step has this event: " + event);
        }
    }

    private void begin() {
        isJoined = true;
        hasState = false;
        queued.clear();
    }

    private void message(String name, Payload payload) {
        Json json = payload instanceof Payload.Json ? read(payload) : new Json.Null();
        if (!(json instanceof Json.Members)) {
            malformed++;
        } else if (name.equals(Presences.STATE_EVENT)) {
            state(json);
            queued.forEach(this::diff);
            queued.clear();
            hasState = true;
        } else if (hasState) {
            diff(json);
        } else {
            queued.add(json);
        }
    }

    private void state(Json state) {
        Map<String, Json> keys = members(state);
        refs.keySet().retainAll(keys.keySet());
        keys.forEach((key, value) -> {
            Set<String> present = refsOf(value);
            if (present != null) {
                put(key, present);
            }
        });
    }

    private void diff(Json diff) {
        side(diff, "joins").forEach((key, value) -> {
            Set<String> joined = refsOf(value);
            if (joined != null) {
                joined.addAll(refs.getOrDefault(key, Set.of()));
                put(key, joined);
            }
        });
        side(diff, "leaves").forEach((key, value) -> {
            Set<String> left = refsOf(value);
            if (left != null) {
                Set<String> rest = new HashSet<>(refs.getOrDefault(key, Set.of()));
                rest.removeAll(left);
                put(key, rest);
            }
        });
    }

    private void put(String key, Set<String> present) {
        if (present.isEmpty()) {
            refs.remove(key);
        } else {
            refs.put(key, present);
        }
    }

    private Map<String, Json> side(Json diff, String name) {
        Json side = members(diff).getOrDefault(name, new Json.Null());
        malformed += side instanceof Json.Members || side instanceof Json.Null ? 0 : 1;
        return members(side);
    }

    /** The refs of a key's value; null if it has no list of metas. */
    private @Nullable Set<String> refsOf(Json value) {
        if (!(members(value).get("metas") instanceof Json.Elements(var metas))) {
            malformed++;
            return null;
        }
        Set<String> found = new HashSet<>();
        for (Json meta : metas) {
            String ref = ref(meta);
            if (ref == null) {
                malformed++;
            } else {
                found.add(ref);
            }
        }
        return found;
    }

    /** The ref of a meta; null if the value has none. */
    static @Nullable String ref(Json meta) {
        return members(meta).get("phx_ref") instanceof Json.Text(var ref) ? ref : null;
    }

    /** The members of an object. Of several members with the same name, the last one counts. */
    private static Map<String, Json> members(Json value) {
        Map<String, Json> last = new LinkedHashMap<>();
        if (value instanceof Json.Members(var members)) {
            members.forEach(member -> last.put(member.name(), member.value()));
        }
        return last;
    }

    static Json read(Payload payload) {
        try {
            return EagerJson.read(payload.text());
        } catch (EagerJson.Refused refused) {
            throw new AssertionError("a payload is not JSON", refused);
        }
    }
}
