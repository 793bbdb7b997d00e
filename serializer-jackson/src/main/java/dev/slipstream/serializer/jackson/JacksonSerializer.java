package dev.slipstream.serializer.jackson;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.BinaryLayout;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.Frame;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The serializer of Phoenix's V2 format, with Jackson 3. Text frames hold JSON arrays of five elements, binary frames
 * use {@link BinaryLayout}. The JSON objects of the V1 format are decoded, too.
 *
 * <p>A frame is parsed once. Its payload is checked and kept as text, until {@link Payload#as} decodes it. The check
 * accepts strict JSON (RFC 8259) within limits. A payload nests at most {@value StrictJson#MAX_DEPTH} deep. A number
 * has at most {@value StrictJson#MAX_NUMBER_CHARS} digits, and a key at most 50,000 chars. If a key is repeated, its
 * last value is used. A received string may have an escaped lone surrogate (half of a character), which stays escaped.
 * A payload with a lone surrogate cannot be sent. If a key has a lone surrogate, the client drops the frame, as if the
 * frame exceeded a limit, because Jackson cannot read the key. A ref that is an integer becomes its decimal text.
 *
 * <p>Keys are not interned: each payload has its own strings, so that no payload can fill a table of keys.
 *
 * <p>Numbers are kept as text until they are decoded. {@code BigDecimal} is exact. Integral types are exact or fail,
 * also inside other types: {@code 1.0} and {@code 1e3} are integers, {@code 1.5} causes a
 * {@link dev.slipstream.core.PayloadMismatchException}. Arrays of primitives, {@code AtomicLong}, {@code OptionalInt}
 * and similar types accept only numbers without fraction and exponent. In a {@code byte[]}, a number from 128 to 255 is
 * read as an unsigned byte: 200 becomes -56. A {@code BigInteger} has at most {@value StrictJson#MAX_NUMBER_CHARS}
 * digits. {@code as(Map.class)} and {@code JsonNode} trees turn fractions into doubles and {@code 1e400} into infinity,
 * unless the mapper has {@code USE_BIG_DECIMAL_FOR_FLOATS}.
 *
 * <p>The package of a record in a named module must be open to Jackson. Otherwise the error shows the line that
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
    private final Payload nothing;

    private JacksonSerializer(JsonMapper mapper, @Nullable PlainValues plainValues) {
        this.mapper = mapper;
        this.plainValues = plainValues;
        this.reader = new PayloadReader(mapper);
        this.layout = new TextLayout(reader);
        this.plain = new PlainFrames(reader);
        this.emptyObject = new JsonSlice(reader, "{}");
        this.nothing = new JsonSlice(reader, "null");
    }

    /** Returns the default serializer: it binds as Jackson does by default, except that integers are exact. */
    public static JacksonSerializer standard() {
        return STANDARD;
    }

    /**
     * Returns a serializer that binds objects as this mapper does.
     *
     * <p>The mapper converts objects to JSON and back, with its own limits. The mapper does not affect frames. If
     * {@code CANONICALIZE_PROPERTY_NAMES} and {@code INTERN_PROPERTY_NAMES} are off, payloads are parsed with the
     * mapper's own factory, which may be a subclass of {@code JsonFactory}. Otherwise payloads are parsed with a
     * {@code JsonFactory} that copies the settings of the mapper's factory, but does not intern keys. Disable
     * {@code ACCEPT_FLOAT_AS_INT} unless fractions may become integers. Raw JSON in a value ({@code @JsonRawValue}) is
     * not checked.
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
                .addModule(RefusedClasses.module())
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
     * Encodes any value that the mapper can write. A JSON or binary {@link Payload} is returned unchanged, a
     * {@code byte[]} becomes a binary payload, null becomes JSON's null. Inside a value, JSON payloads are written
     * unchanged, and bytes become base64.
     *
     * <p>These values are refused, because the server would receive something else:
     *
     * <ul>
     *   <li>JSON trees of other libraries, such as Jackson 2, Gson, org.json and JSON-P
     *   <li>objects without properties; but a record without components is sent as <code>{}</code>
     *   <li>NaN and infinities
     *   <li>numbers that are too large for a double, such as {@code new BigDecimal("1e400")}, but not integers
     *   <li>strings or keys with a lone surrogate
     * </ul>
     *
     * @throws IllegalArgumentException if the mapper cannot write the value, or the value is refused. The message names
     *     the class and the place in the value. The exception has no cause, because a cause could quote the content
     */
    @Override
    @SuppressWarnings("ReferenceEquality") // identity is enough: the mapper encodes any other empty map
    public Payload encode(@Nullable Object value) {
        return switch (value) {
            case null -> nothing;
            case Payload.Omitted omitted -> throw new IllegalArgumentException(notKept(omitted));
            case Payload.Json json -> sendable(json);
            case Payload.Binary bytes -> bytes;
            case byte[] bytes -> Payload.binary(bytes);
            // Most joins have empty params. To save memory, all of them share one payload.
            case Map<?, ?> none when none == Collections.EMPTY_MAP -> emptyObject;
            default -> new JsonSlice(reader, json(value));
        };
    }

    /**
     * Checks that a payload can be sent. A received payload may have a lone surrogate, because JSON allows its escape.
     * Large numbers are not checked here, because Phoenix never sends a number that is too large for a double.
     */
    private static Payload sendable(Payload.Json json) {
        int lone = json instanceof JsonSlice slice
                ? slice.firstLoneSurrogate()
                : Surrogates.firstLoneInJson(json.text(), 0, json.text().length());
        if (lone >= 0) {
            throw new IllegalArgumentException("cannot send a payload (JSON, " + json.size() + " bytes): at char "
                    + lone + " " + StrictGenerator.IN_STRING);
        }
        return json;
    }

    private String json(Object value) {
        String quick = plainValues == null ? null : plainValues.text(value);
        return quick == null ? mapped(value) : quick;
    }

    private String mapped(Object value) {
        JsonText text = new JsonText();
        write(value, mapper.createGenerator(text));
        String json = text.toString();
        boolean isLone = text.mayHaveSurrogates() || json.indexOf('\\') >= 0;
        if (isLone && Surrogates.firstLoneInJson(json, 0, json.length()) >= 0) {
            writeStrictly(value);
            throw new IllegalArgumentException(notEncoded(value) + ": " + StrictGenerator.IN_STRING);
        }
        if (mapper.tokenStreamFactory() instanceof DecimalFactory) {
            return json; // its generator has already refused NaN, infinities and large numbers
        }
        if (hasQuoted(json, "NaN") || hasQuoted(json, "Infinity")) {
            writeStrictly(value); // throws, unless NaN or Infinity is only text in a string
        }
        if (LargeNumbers.firstInJson(json) >= 0) {
            writeStrictly(value);
            throw new IllegalArgumentException(notEncoded(value) + ": " + LargeNumbers.REFUSED);
        }
        return json;
    }

    /**
     * Writes a value once more with checks. Throws, and names the place, if Phoenix cannot read a part of the value.
     */
    private void writeStrictly(Object value) {
        write(value, new StrictGenerator(mapper.createGenerator(new JsonText())));
    }

    private void write(Object value, JsonGenerator generator) {
        try (generator) {
            mapper.writeValue(generator, value);
        } catch (RuntimeException quotes) {
            throw new IllegalArgumentException(
                    notEncoded(value) + new Diagnosis(mapper, quotes, value.getClass()).text());
        }
    }

    private static String notEncoded(Object value) {
        return "cannot encode a " + named(value) + " as JSON";
    }

    /** Returns "map" or "list" for a map or list of the JDK, and the class name for any other value. */
    private static String named(Object value) {
        String type = value.getClass().getTypeName();
        return switch (value) {
            case Map<?, ?> map when type.startsWith("java.util.") -> "map";
            case List<?> list when type.startsWith("java.util.") -> "list";
            default -> type;
        };
    }

    /**
     * Whether the text has this word directly before a quote. Searches for the first char of the word, which is much
     * faster than a search for the whole word.
     */
    private static boolean hasQuoted(String json, String word) {
        int at = json.indexOf(word.charAt(0));
        while (at >= 0) {
            if (json.startsWith(word, at) && json.startsWith("\"", at + word.length())) {
                return true;
            }
            at = json.indexOf(word.charAt(0), at + 1);
        }
        return false;
    }

    /**
     * Returns a payload with this JSON text. The text is checked, and sent unchanged.
     *
     * @throws IllegalArgumentException if the text is not one JSON value or exceeds a limit; or if Phoenix cannot read
     *     it, because it has a lone surrogate, even an escaped one, or a number such as {@code 1e400} that is too large
     *     for a double. The message names the place
     */
    public Payload raw(String json) {
        Payload payload = sendable(JsonSlice.checked(reader, json));
        int large = LargeNumbers.firstInJson(json);
        if (large >= 0) {
            throw new IllegalArgumentException("cannot send a payload (JSON, " + payload.size() + " bytes): at char "
                    + large + " " + LargeNumbers.REFUSED);
        }
        return payload;
    }

    /**
     * Encodes a message. A message with a status becomes a reply in the format that a server sends.
     *
     * @throws IllegalArgumentException if the payload is omitted; or if it is binary and
     *     {@link BinaryLayout#encodeFromClient} cannot encode the message
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
