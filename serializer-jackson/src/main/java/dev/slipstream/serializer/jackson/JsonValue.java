package dev.slipstream.serializer.jackson;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Parses JSON into Java values that are equal if the JSON values are equal. The order of keys does not matter, only the
 * last of duplicate keys counts, and 1, 1.0 and 10e-1 are equal.
 */
final class JsonValue {

    private JsonValue() {}

    /** Parses a text that is one valid JSON value. */
    static @Nullable Object of(String json) {
        try (JsonParser parser = StrictJson.parser(json)) {
            return value(parser, parser.nextToken());
        }
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    members.put(key, value(parser, parser.nextToken()));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    elements.add(value(parser, next));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, PROPERTY_NAME, END_OBJECT, END_ARRAY, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("not the start of a JSON value: " + token);
        };
    }

    private static Object number(String text) {
        try {
            return new BigDecimal(text).stripTrailingZeros();
        } catch (NumberFormatException | ArithmeticException beyond) {
            return new BeyondDecimals(text);
        }
    }

    /**
     * A number whose exponent is too large for {@link BigDecimal}. Two such numbers are equal only if their texts are
     * equal.
     */
    private record BeyondDecimals(String text) {}
}
