package dev.slipstream.system.simulation.program;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads the refs of a state, or of the {@code joins} or {@code leaves} of a diff, without code of the library. */
final class PresenceJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PresenceJson() {}

    /** Returns the refs by key. */
    static Map<String, Set<String>> refs(String state) {
        return refs(MAPPER.readTree(state));
    }

    /** Returns the refs of {@code joins} or {@code leaves}, by key. */
    static Map<String, Set<String>> side(String diff, String side) {
        return refs(MAPPER.readTree(diff).path(side));
    }

    private static Map<String, Set<String>> refs(JsonNode keys) {
        Map<String, Set<String>> refs = new LinkedHashMap<>();
        keys.properties().forEach(key -> {
            Set<String> metas = new LinkedHashSet<>();
            key.getValue()
                    .path("metas")
                    .forEach(meta -> metas.add(meta.path("phx_ref").asString()));
            refs.put(key.getKey(), metas);
        });
        return refs;
    }
}
