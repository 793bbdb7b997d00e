package dev.slipstream.serializer.jackson;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.BinaryLayout;
import dev.slipstream.core.serializer.FrameLimitExceededException;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.Frame;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The serializer of Phoenix's V2 format, with Jackson 3. Text frames hold JSON arrays of five elements, binary frames
 * use {@link BinaryLayout}. Objects of V1 are decoded, too.
 *
 * <p>A frame is parsed once. Its payload is checked and kept as text, until {@link Payload#as} binds it. The check
 * accepts strict JSON (RFC 8259) within these limits: a payload nests at most {@value StrictJson#MAX_DEPTH} deep, a
 * number has at most {@value StrictJson#MAX_NUMBER_CHARS} digits, a key at most 50,000 chars. If a key is repeated, its
 * last value is used. Escaped lone surrogates stay escaped. Jackson neither reads nor writes lone surrogates in keys; a
 * frame with such a key is dropped as over a limit. Integer refs become their decimal text.
 *
 * <p>Keys are not interned: each payload has its own strings, so that no payload can fill a table of keys.
 *
 * <p>Numbers are kept as text until they are decoded. {@code BigDecimal} is exact. Integral types are exact or fail,
 * also inside other types: {@code 1.0} and {@code 1e3} are integers, {@code 1.5} is a
 * {@link dev.slipstream.core.PayloadMismatchException}. Arrays of primitives, {@code AtomicLong}, {@code OptionalInt}
 * and similar types accept only numbers without fraction and exponent. In a {@code byte[]}, 128 to 255 are unsigned
 * bytes. A {@code BigInteger} has at most {@value StrictJson#MAX_NUMBER_CHARS} digits. {@code as(Map.class)} and trees
 * turn fractions into doubles and {@code 1e400} into infinity, unless the mapper has
 * {@code USE_BIG_DECIMAL_FOR_FLOATS}.
 *
 * <p>A record in a named module needs its package open to Jackson. Otherwise the error shows the line that
 * {@code module-info.java} needs.
 */
public final class JacksonSerializer implements Serializer {

    private static final JacksonSerializer STANDARD = new JacksonSerializer(bound(exact()), new PlainValues());

    private final JsonMapper mapper;
    private final PayloadReader reader;
    private final TextLayout layout;
    private final PlainFrames plain;
    private final @Nullable PlainValues plainValues;
    private final Payload emptyObject;

    private JacksonSerializer(JsonMapper mapper, @Nullable PlainValues plainValues) {
        this.mapper = mapper;
        this.plainValues = plainValues;
        this.reader = new PayloadReader(mapper);
        this.layout = new TextLayout(reader);
        this.plain = new PlainFrames(reader);
        this.emptyObject = new JsonSlice(reader, json(Collections.emptyMap()));
    }

    /** Returns the default serializer: it binds as Jackson does by default, except that integers are exact. */
    public static JacksonSerializer standard() {
        return STANDARD;
    }

    /**
     * Returns a serializer that binds objects as this mapper does.
     *
     * <p>The mapper converts objects to JSON and back, with its own limits. It does not affect frames. Payloads are
     * parsed with a {@code JsonFactory} that copies the settings of the mapper's factory, but does not intern keys. The
     * mapper's own factory, which may be of a subclass, is used if {@code CANONICALIZE_PROPERTY_NAMES} and
     * {@code INTERN_PROPERTY_NAMES} are off. Disable {@code ACCEPT_FLOAT_AS_INT} unless fractions may become integers.
     * Raw JSON in a value ({@code @JsonRawValue}) is not checked.
     */
    public static JacksonSerializer of(JsonMapper mapper) {
        return new JacksonSerializer(bound(mapper), null);
    }

    private static JsonMapper exact() {
        return JsonMapper.builder(StrictJson.FACTORY)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .addModule(ExactIntegers.module())
                .build();
    }

    private static JsonMapper bound(JsonMapper mapper) {
        return mapper.rebuild()
                .addModule(new SimpleModule("slipstream").addSerializer(Payload.class, new PayloadInside()))
                .enable(JsonWriteFeature.QUOTE_PROPERTY_NAMES, JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                .build();
    }

    @Override
    public String vsn() {
        return "2.0.0";
    }

    @Override
    public void collectGarbage() {
        mapper.tokenStreamFactory()._getRecyclerPool().clear();
        StrictJson.FACTORY._getRecyclerPool().clear();
        plain.collectGarbage();
        if (plainValues != null) {
            plainValues.collectGarbage();
        }
    }

    /**
     * Encodes any value that the mapper can write. A {@link Payload} is returned unchanged, a {@code byte[]} becomes a
     * binary payload. Inside a value, JSON payloads are written unchanged, and bytes become base64.
     *
     * @throws IllegalArgumentException if the mapper cannot write the value; the message names the class and the place
     *     in it. The exception has no cause, because a cause could quote the content
     */
    @Override
    @SuppressWarnings("ReferenceEquality") // the mapper writes any other empty map
    public Payload encode(Object value) {
        return switch (Objects.requireNonNull(value, "a payload; JSON's null is NullNode")) {
            case Payload.Omitted omitted -> throw new IllegalArgumentException(notKept(omitted));
            case Payload payload -> payload;
            case byte[] bytes -> Payload.binary(bytes);
            // Most joins have these params. All share one payload, because each client holds several.
            case Map<?, ?> none when none == Collections.EMPTY_MAP -> emptyObject;
            default -> new JsonSlice(reader, json(value));
        };
    }

    private String json(Object value) {
        String quick = plainValues == null ? null : plainValues.text(value);
        return quick == null ? mapped(value) : quick;
    }

    private String mapped(Object value) {
        Class<?> type = value.getClass();
        JsonText text = new JsonText();
        try {
            mapper.writeValue(text, value);
        } catch (RuntimeException quotes) {
            throw new IllegalArgumentException(
                    "cannot encode a " + type.getTypeName() + " as JSON" + new Diagnosis(mapper, quotes, type).text());
        }
        String json = text.toString();
        String escaped = text.mayHaveSurrogates() ? Surrogates.escaped(json) : json;
        try {
            if (!escaped.equals(json)) {
                StrictJson.check(escaped);
            }
        } catch (MalformedFrameException inKey) {
            throw new IllegalArgumentException(
                    "cannot encode a " + type.getTypeName() + " as JSON: a key has a lone surrogate");
        }
        return escaped;
    }

    /**
     * Returns a payload with this JSON text. The text is checked, and sent unchanged.
     *
     * @throws IllegalArgumentException if the text is not one JSON value, or exceeds a limit
     */
    public Payload raw(String json) {
        String escaped = Surrogates.escaped(json);
        try {
            StrictJson.check(json); // before escaping: a backslash in front of a lone surrogate would change its escape
            if (!escaped.equals(json)) {
                StrictJson.check(escaped);
            }
        } catch (FrameLimitExceededException limit) {
            throw new IllegalArgumentException(limit.getMessage());
        } catch (MalformedFrameException fault) {
            throw new IllegalArgumentException("not valid JSON: " + fault.getMessage());
        }
        return new JsonSlice(reader, escaped);
    }

    /**
     * Encodes a message. A message with a status becomes a reply, as a server sends it.
     *
     * @throws IllegalArgumentException if the payload is binary and {@link BinaryLayout#encodeFromClient} cannot encode
     *     the message
     */
    @Override
    public Frame encode(Message message) {
        return switch (message.payload()) {
            case Payload.Json json -> new Frame.Text(layout.encode(message, json));
            case Payload.Binary bytes -> new Frame.Binary(BinaryLayout.encodeFromClient(message));
            case Payload.Omitted omitted -> throw new IllegalArgumentException(notKept(omitted));
        };
    }

    static String notKept(Payload.Omitted omitted) {
        return "cannot send an omitted payload, because its content was not kept: " + omitted;
    }

    @Override
    public Message decode(Frame frame) throws MalformedFrameException {
        return switch (frame) {
            case Frame.Text(var text) -> {
                Message message = plain.decode(text);
                yield message == null ? layout.decode(text) : message;
            }
            case Frame.Binary binary -> BinaryLayout.decodeFromServer(binary.bytes());
        };
    }

    @Override
    public String toString() {
        return "JacksonSerializer[vsn=" + vsn() + "]";
    }
}
