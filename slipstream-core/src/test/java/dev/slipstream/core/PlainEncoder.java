package dev.slipstream.core;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Encodes strings, numbers, booleans, null, lists and maps. Keys of maps are sorted, so equal values have equal texts.
 */
public final class PlainEncoder implements Encoder {

    /** The encoder; it has no state. */
    public static final Encoder INSTANCE = new PlainEncoder();

    private PlainEncoder() {}

    /** Returns a payload with this JSON text, without checking the text. */
    public static Payload json(String text) {
        return new Text(text);
    }

    @Override
    public String vsn() {
        return "2.0.0";
    }

    @Override
    public Payload encode(@Nullable Object value) {
        return switch (value) {
            case null -> json("null");
            case Payload payload -> payload;
            case byte[] bytes -> Payload.binary(bytes);
            default -> json(write(value));
        };
    }

    private static String write(Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            case List<?> list -> list.stream().map(PlainEncoder::write).collect(Collectors.joining(",", "[", "]"));
            case Map<?, ?> map ->
                new TreeMap<>(map)
                        .entrySet().stream()
                                .map(entry -> write(entry.getKey()) + ':' + write(entry.getValue()))
                                .collect(Collectors.joining(",", "{", "}"));
            default ->
                throw new IllegalArgumentException(
                        "cannot encode a " + value.getClass().getName());
        };
    }

    /** Decodes only to {@code String}, as the JSON text. Decoding to any other type throws an exception. */
    private record Text(String text) implements Payload.Json {

        @Override
        public int size() {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }

        @Override
        public long retainedBytes() {
            return size();
        }

        @Override
        public <T> T as(Class<T> type) {
            if (type != String.class) {
                throw new PayloadMismatchException("a plain payload is no " + type.getName());
            }
            return type.cast(text);
        }

        @Override
        public <T> T as(TypeRef<T> type) {
            throw new PayloadMismatchException("a plain payload is no " + type);
        }

        @Override
        public <T> List<T> asList(Class<T> type) {
            throw new PayloadMismatchException("a plain payload is no list of " + type.getName());
        }

        @Override
        public Payload.Json withText(String json) {
            return new Text(json);
        }

        @Override
        public boolean isEmptyObject() {
            return text.equals("{}");
        }

        @Override
        public String toString() {
            return "json(" + size() + " bytes)";
        }
    }
}
