package dev.slipstream.serializer.jackson;

import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatch;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stretch of text that is known to be one JSON value: the frame's own text where it came in one, not a copy.
 */
final class JsonSlice implements Payload.Json {

    private final JsonMapper mapper;
    private final String text;
    private final int start;
    private final int end;

    /** Counted when first asked for; threads that race count the same. */
    private int size = -1;

    JsonSlice(JsonMapper mapper, String text, int start, int end) {
        this.mapper = mapper;
        this.text = text;
        this.start = start;
        this.end = end;
    }

    /**
     * Of a stretch whose size may be known.
     *
     * @param isAscii whether each char of it is a byte
     */
    JsonSlice(JsonMapper mapper, String text, int start, int end, boolean isAscii) {
        this(mapper, text, start, end);
        size = isAscii ? end - start : -1;
    }

    JsonSlice(JsonMapper mapper, String text) {
        this(mapper, text, 0, text.length());
    }

    @Override
    public String text() {
        return text.substring(start, end);
    }

    @Override
    @SuppressWarnings("unchecked") // what Jackson makes of int.class is an Integer, which the class cannot be asked for
    public <T> T as(Class<T> type) {
        return (T) bound(mapper.constructType(type), type.getTypeName());
    }

    @Override
    public Object as(Type type) {
        return bound(mapper.constructType(type), type.getTypeName());
    }

    @Override
    @SuppressWarnings("unchecked") // the type says so
    public <T> List<T> asList(Class<T> type) {
        String wanted = "list of " + type.getTypeName();
        List<T> elements = (List<T>) bound(mapper.getTypeFactory().constructCollectionType(List.class, type), wanted);
        int hole = elements.indexOf(null);
        if (hole >= 0) {
            throw mismatch(wanted, " at [" + hole + "]: null");
        }
        return elements;
    }

    private Object bound(JavaType type, String wanted) {
        Object value;
        try {
            value = mapper.readValue(text(), type);
        } catch (RuntimeException quotes) {
            throw mismatch(wanted, new Diagnosis(mapper, quotes, type.getRawClass()).text());
        }
        if (value == null) {
            throw mismatch(wanted, ": null");
        }
        return value;
    }

    private PayloadMismatch mismatch(String wanted, String why) {
        return new PayloadMismatch("a JSON payload of " + size() + " bytes is no " + wanted + why);
    }

    @Override
    public int size() {
        int known = size;
        if (known < 0) {
            known = end - start;
            for (int i = start; i < end; i++) {
                char unit = text.charAt(i);
                // A pair has four bytes, two for each half.
                known += unit < 0x80 ? 0 : unit < 0x800 || Character.isSurrogate(unit) ? 1 : 2;
            }
            size = known;
        }
        return known;
    }

    @Override
    public boolean isEmptyObject() {
        if (text.charAt(start) != '{') {
            return false;
        }
        int next = start + 1;
        while (Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return text.charAt(next) == '}';
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonSlice that && (hasTextOf(that) || Objects.equals(value(), that.value()));
    }

    private boolean hasTextOf(JsonSlice that) {
        return end - start == that.end - that.start && text.regionMatches(start, that.text, that.start, end - start);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(value());
    }

    private @Nullable Object value() {
        return JsonValue.of(text());
    }

    @Override
    public String toString() {
        return "json(" + size() + " bytes)";
    }
}
