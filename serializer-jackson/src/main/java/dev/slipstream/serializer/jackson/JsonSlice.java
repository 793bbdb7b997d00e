package dev.slipstream.serializer.jackson;

import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.TypeRef;
import dev.slipstream.core.serializer.FrameLimitExceededException;
import dev.slipstream.core.serializer.MalformedFrameException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/**
 * A JSON payload: one valid JSON value in a part of a text. The text is the whole frame if the frame is short, or if
 * the value is at least half of the frame. Otherwise the text is a copy of the value.
 */
final class JsonSlice implements Payload.Json {

    /** A value is never copied from a frame of at most this many chars, because the copy would not be much smaller. */
    private static final int ALWAYS_SHARED = 1 << 10;

    private static final int LATIN_1 = 0x100;

    private final PayloadReader reader;
    private final String text;
    private final int start;
    private final int end;

    /**
     * The result of {@link #retainedBytes}; 0 until it is computed. Several threads may compute it at the same time,
     * with equal results.
     */
    private int retained;

    private JsonSlice(PayloadReader reader, String text, int start, int end) {
        this.reader = reader;
        this.text = text;
        this.start = start;
        this.end = end;
    }

    /** Makes a value that is a whole text. */
    JsonSlice(PayloadReader reader, String text) {
        this(reader, text, 0, text.length());
    }

    /**
     * Makes a value that is a part of a text. Copies the value if the text is long and the value is less than half of
     * the text.
     */
    static JsonSlice of(PayloadReader reader, String text, int start, int end) {
        return text.length() > ALWAYS_SHARED && end - start < text.length() / 2
                ? new JsonSlice(reader, text.substring(start, end))
                : new JsonSlice(reader, text, start, end);
    }

    /** Like {@link #of}, but for Latin-1 text, which the JVM stores with one byte per char. */
    static JsonSlice ofLatin1(PayloadReader reader, String text, int start, int end) {
        JsonSlice slice = of(reader, text, start, end);
        slice.retained = slice.text.length();
        return slice;
    }

    /**
     * Checks a text, and makes a value of the whole text.
     *
     * @throws IllegalArgumentException if the text is not one JSON value or exceeds a limit
     */
    static JsonSlice checked(PayloadReader reader, String json) {
        try {
            StrictJson.check(json);
        } catch (FrameLimitExceededException limit) {
            throw new IllegalArgumentException(limit.getMessage());
        } catch (MalformedFrameException fault) {
            throw new IllegalArgumentException("not valid JSON: " + fault.getMessage());
        }
        return new JsonSlice(reader, json);
    }

    @Override
    public Payload.Json withText(String json) {
        return checked(reader, json);
    }

    @Override
    public String text() {
        return text.substring(start, end);
    }

    @Override
    @SuppressWarnings("unchecked") // not Class.cast, because Jackson makes an Integer for int.class
    public <T> T as(Class<T> type) {
        return (T) bound(reader.mapper().constructType(type), type.getTypeName());
    }

    @Override
    @SuppressWarnings("unchecked") // Jackson makes a value of the reference's type
    public <T> T as(TypeRef<T> type) {
        return (T) bound(reader.mapper().constructType(type.type()), type.toString());
    }

    @Override
    @SuppressWarnings("unchecked") // Jackson makes a list of this type
    public <T> List<T> asList(Class<T> type) {
        String wanted = "list of " + type.getTypeName();
        List<T> elements =
                (List<T>) bound(reader.mapper().getTypeFactory().constructCollectionType(List.class, type), wanted);
        int hole = elements.indexOf(null);
        if (hole >= 0) {
            throw mismatch(wanted, " at [" + hole + "]: null");
        }
        return elements;
    }

    private Object bound(JavaType type, String wanted) {
        Object value;
        try {
            value = reader.read(text(), type);
        } catch (RuntimeException quotes) {
            throw mismatch(wanted, new Diagnosis(reader.mapper(), quotes, type.getRawClass()).text());
        }
        if (value == null) {
            throw mismatch(wanted, ": null");
        }
        return value;
    }

    private PayloadMismatchException mismatch(String wanted, String why) {
        return new PayloadMismatchException("cannot decode payload (JSON, " + size() + " bytes) as " + wanted + why);
    }

    @Override
    public int size() {
        int bytes = end - start;
        for (int i = start; i < end; i++) {
            char unit = text.charAt(i);
            // A surrogate pair takes four bytes in UTF-8, so each half counts for two bytes.
            bytes += unit < 0x80 ? 0 : unit < 0x800 || Character.isSurrogate(unit) ? 1 : 2;
        }
        return bytes;
    }

    @Override
    public long retainedBytes() {
        int known = retained;
        if (known == 0) {
            known = isLatin1() ? text.length() : 2 * text.length();
            retained = known;
        }
        return known;
    }

    /** The index in {@link #text()} of the first lone surrogate, which may be escaped; -1 if there is none. */
    int firstLoneSurrogate() {
        boolean isPossible = retainedBytes() > text.length() || text.indexOf('\\', start, end) >= 0;
        int lone = isPossible ? Surrogates.firstLoneInJson(text, start, end) : -1;
        return lone < 0 ? lone : lone - start;
    }

    private boolean isLatin1() {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= LATIN_1) {
                return false;
            }
        }
        return true;
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
        return (other instanceof JsonSlice that && hasTextOf(that))
                || (other instanceof Payload.Json json
                        && Objects.equals(JsonValue.of(text()), JsonValue.of(json.text())));
    }

    private boolean hasTextOf(JsonSlice that) {
        return end - start == that.end - that.start && text.regionMatches(start, that.text, that.start, end - start);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(JsonValue.of(text()));
    }

    @Override
    public String toString() {
        return "json(" + size() + " bytes)";
    }
}
