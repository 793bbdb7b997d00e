package dev.slipstream.system.presence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes random histories of presence messages, as values that can be written as JSON. There are only a few keys and
 * refs. So messages often repeat a ref, remove an unknown ref, or bring a ref back.
 */
final class PresenceHistories {

    private static final List<String> KEYS = List.of("ann", "7", "10", "__proto__", "constructor", "");
    private static final List<Object> EXTRAS = List.of(Map.of("name", "Ann"), List.of(1, "x"), "text", 7, true);

    private final Random random;
    private boolean variesContent;
    private boolean variesExtras;

    PresenceHistories(long seed) {
        random = new Random(seed);
    }

    /** Returns a history that begins with a join. About one history in 20 ends with a malformed message. */
    List<Map<String, Object>> next() {
        variesContent = random.nextInt(5) == 0;
        variesExtras = random.nextInt(5) == 0;
        List<Map<String, Object>> messages = new ArrayList<>();
        messages.add(object("kind", "join"));
        for (int i = 4 + random.nextInt(16); i > 0; i--) {
            messages.add(message(messages));
        }
        if (random.nextInt(20) == 0) {
            messages.add(malformed());
        }
        return messages;
    }

    private Map<String, Object> message(List<Map<String, Object>> sofar) {
        return switch (random.nextInt(12)) {
            case 0 -> object("kind", "join");
            case 1, 2 -> object("kind", "state", "payload", presences(1 + random.nextInt(KEYS.size()), 4));
            case 3 -> sofar.getLast(); // repeats the last message
            default ->
                object(
                        "kind",
                        "diff",
                        "payload",
                        object("joins", presences(random.nextInt(3), 2), "leaves", presences(random.nextInt(3), 2)));
        };
    }

    private Map<String, Object> malformed() {
        String kind = random.nextBoolean() ? "state" : "diff";
        Map<String, Object> broken = new LinkedHashMap<>();
        switch (random.nextInt(3)) {
            case 0 -> broken.put("ann", null);
            case 1 -> broken.put("ann", object("metas", "none"));
            default -> broken.put("ann", object("user", "Ann"));
        }
        return object("kind", kind, "payload", kind.equals("state") ? broken : object("joins", broken));
    }

    private Map<String, Object> presences(int keys, int metas) {
        Map<String, Object> presences = new LinkedHashMap<>();
        for (int i = 0; i < keys; i++) {
            String key = KEYS.get(random.nextInt(KEYS.size()));
            Map<String, Object> presence = new LinkedHashMap<>();
            presence.put("metas", metas(random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(metas)));
            Object extra = EXTRAS.get((variesExtras ? random.nextInt(5) : key.length()) % EXTRAS.size());
            if (!variesExtras || random.nextBoolean()) {
                presence.put("user", extra);
            }
            presences.put(key, presence);
        }
        return presences;
    }

    private List<Map<String, Object>> metas(int count) {
        List<Map<String, Object>> metas = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int ref = random.nextInt(4);
            Map<String, Object> known = metas.stream()
                    .filter(meta -> meta.get("phx_ref").equals("r" + ref))
                    .findFirst()
                    .orElse(null);
            if (known == null) {
                metas.add(meta(ref, variesContent ? random.nextInt(3) : ref));
            } else if (random.nextInt(10) == 0) {
                metas.add(known);
            }
        }
        return metas;
    }

    private static Map<String, Object> meta(int ref, int content) {
        return ref == 0
                ? object("phx_ref", "r0", "phx_ref_prev", "r9", "n", content)
                : object("phx_ref", "r" + ref, "n", content);
    }

    /** A JSON object with these names and values. */
    private static Map<String, Object> object(Object... members) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            object.put((String) members[i], members[i + 1]);
        }
        return object;
    }
}
