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
 * Phoenix's V2 format over Jackson 3: JSON arrays of five as text, bytes in {@link BinaryLayout}; V1's objects are read,
 * too.
 *
 * <p>A frame is read once: its names become strings, its payload is checked and stays text, and becomes objects when
 * {@link Payload#as} asks for them. That checking is strict JSON (RFC 8259), with these limits: a payload nests at most
 * {@value StrictJson#MAX_DEPTH} deep, a number has at most {@value StrictJson#MAX_NUMBER_CHARS} digits, a key at most
 * 50,000 chars. Of duplicate keys the last counts. Escaped lone surrogates are kept as they are, and written as escapes
 * again; in keys Jackson refuses them, both ways, and a frame with one is dropped as over a limit. Refs that are integers
 * are taken as their decimal text: a server echoes them to who sent them.
 *
 * <p>Keys are not kept: two payloads with equal keys have two strings for each. That costs memory for a moment, and no
 * payload can fill a table.
 *
 * <p>Numbers keep their text until they are asked for. {@code BigDecimal} is exact. Integral types are exact or fail,
 * wherever they stand in a type: {@code 1.0} and {@code 1e3} are integers, {@code 1.5} is a
 * {@link dev.slipstream.core.PayloadMismatchException}. Arrays of primitives, {@code AtomicLong}, {@code OptionalInt} and
 * their like take numbers without fraction and exponent only; in a {@code byte[]}, 128 to 255 are the unsigned bytes. A
 * {@code BigInteger} has at most {@value StrictJson#MAX_NUMBER_CHARS} digits. On the other hand {@code as(Map.class)} and
 * trees make doubles of fractions, {@code 1e400} an infinity, unless the mapper has {@code USE_BIG_DECIMAL_FOR_FLOATS}.
 *
 * <p>Records in a named module need their package open to Jackson; where it is not, the error says which line is missing.
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

    /** Returns the serializer that binds as Jackson does by default. */
    public static JacksonSerializer standard() {
        return STANDARD;
    }

    /**
     * Returns a serializer that binds objects as this mapper does.
     *
     * <p>The mapper decides what becomes of objects, on their way to JSON and back, with its own limits on both; frames are
     * read and written the same for all. Payloads are parsed with a copy of its factory that keeps no keys. The copy is a
     * plain {@code JsonFactory}: a subclass that keeps no keys itself ({@code CANONICALIZE_PROPERTY_NAMES} and
     * {@code INTERN_PROPERTY_NAMES} are off) is used as it is. Whether fractions become integers is the mapper's decision:
     * disable {@code ACCEPT_FLOAT_AS_INT} if they should not. Who writes raw JSON into a value ({@code @JsonRawValue})
     * vouches for it.
     */
    public static JacksonSerializer of(JsonMapper mapper) {
        return new JacksonSerializer(bound(mapper), null);
    }

    /** Returns a mapper that binds as Jackson does by default, except that integers are exact. */
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
     * Encodes a value: anything the mapper can write. A {@link Payload} is written unchanged, a {@code byte[]} becomes a
     * binary payload. Inside of a value JSON payloads stand for themselves too, and bytes become base64.
     *
     * @throws IllegalArgumentException if the mapper cannot; the text names the class and where in it, never the content,
     *     and so there is no cause
     */
    @Override
    @SuppressWarnings("ReferenceEquality") // any other empty map is a mapper's business
    public Payload encode(Object value) {
        return switch (Objects.requireNonNull(value, "a payload; JSON's null is NullNode")) {
            case Payload.Omitted omitted -> throw new IllegalArgumentException(notKept(omitted));
            case Payload payload -> payload;
            case byte[] bytes -> Payload.binary(bytes);
            // Of no params: each client would hold several.
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
        if (!text.mayHaveSurrogates() || !Surrogates.hasLone(json)) {
            return json;
        }
        String escaped = Surrogates.escaped(json);
        try {
            StrictJson.check(escaped);
        } catch (MalformedFrameException inKey) {
            throw new IllegalArgumentException(
                    "cannot encode a " + type.getTypeName() + " as JSON: a key has a lone surrogate");
        }
        return escaped;
    }

    /**
     * Returns the payload of this JSON text, which is checked here and sent as it is.
     *
     * @throws IllegalArgumentException if it is not one JSON value, or beyond the limits
     */
    public Payload raw(String json) {
        String escaped = Surrogates.escaped(json);
        try {
            StrictJson.check(json); // a backslash before a lone surrogate would turn its escape into something else
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
     * Encodes a message; one with a status as the reply that a server sends.
     *
     * @throws IllegalArgumentException if its payload is bytes and {@link BinaryLayout#encodeFromClient} cannot hold it
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
