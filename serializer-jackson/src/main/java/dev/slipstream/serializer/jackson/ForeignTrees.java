package dev.slipstream.serializer.jackson;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON trees of other libraries, such as Gson's {@code JsonObject}. Jackson 3 treats them as beans: it encodes the
 * values of their getters, and decodes JSON to an empty tree.
 *
 * <p>The trees are recognized by the names of their classes, so none of these libraries has to be present.
 */
final class ForeignTrees {

    private static final Map<String, String> LIBRARIES = Map.ofEntries(
            Map.entry("com.fasterxml.jackson.core.TreeNode", "Jackson 2"),
            Map.entry("com.fasterxml.jackson.databind.JsonSerializable", "Jackson 2"),
            Map.entry("com.google.gson.JsonElement", "Gson"),
            Map.entry("org.json.JSONObject", "org.json"),
            Map.entry("org.json.JSONObject$Null", "org.json"),
            Map.entry("org.json.JSONArray", "org.json"),
            Map.entry("jakarta.json.JsonValue", "JSON-P"),
            Map.entry("javax.json.JsonValue", "JSON-P"),
            Map.entry("kotlinx.serialization.json.JsonElement", "kotlinx.serialization"));

    private ForeignTrees() {}

    /** Returns why a value of this class cannot be sent; null if the class is not a foreign tree. */
    static @Nullable String whyNotEncoded(Class<?> type) {
        String library = libraryOf(type);
        return library == null
                ? null
                : described(type, library)
                        + "; pass JacksonSerializer.standard().raw(tree.toString()), a map or a record";
    }

    /** Returns why a payload cannot be decoded as this class; null if the class is not a foreign tree. */
    static @Nullable String whyNotDecoded(Class<?> type) {
        String library = libraryOf(type);
        return library == null
                ? null
                : described(type, library) + "; parse payload.text() with " + library
                        + ", or decode a tools.jackson.databind.JsonNode, a map or a record";
    }

    private static String described(Class<?> type, String library) {
        return type.getTypeName() + " is a JSON tree of " + library + ", which Jackson 3 does not know";
    }

    private static @Nullable String libraryOf(Class<?> type) {
        Deque<Class<?>> ancestors = new ArrayDeque<>();
        ancestors.add(type);
        while (!ancestors.isEmpty()) {
            Class<?> ancestor = ancestors.remove();
            String library = LIBRARIES.get(ancestor.getName());
            if (library != null) {
                return library;
            }
            if (ancestor.getSuperclass() != null) {
                ancestors.add(ancestor.getSuperclass());
            }
            ancestors.addAll(List.of(ancestor.getInterfaces()));
        }
        return null;
    }
}
