package dev.slipstream.system.serializer;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Messages that are hard to encode: unusual, long, empty and nested names and texts. */
final class RandomMessages {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Escapes all characters outside ASCII, because a lone surrogate has no UTF-8 encoding. */
    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /**
     * Characters that encoders treat differently. U+FEFF is never the first char, because decoders may drop it there.
     */
    private static final String[] ODD = {
        "\"",
        "\\",
        "/",
        "\n",
        "\u0000",
        "\u001F",
        "\u007F",
        "\u0080",
        "é",
        "ż",
        "\u07FF",
        "\u0800",
        "\u2028",
        "\u2029",
        "\uD7FF",
        "\uE000",
        "x\uFEFF",
        "\uFFFD",
        "\uFFFF",
        "🐢",
        "\uD800\uDC00",
        "\uDBFF\uDFFF"
    };

    private static final String[] LONE = {"\uD800", "\uDBFF", "\uDC00", "\uDFFF", "\uDC22\uD83D"};

    private final SplittableRandom random;

    RandomMessages(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A text message of a client. The payload is never null, because the official encoder fails on null. */
    Message clientText() {
        JsonNode payload = payload();
        while (payload.isNull()) {
            payload = payload();
        }
        return Message.of(ref(), ref(), name(true), name(true), json(payload));
    }

    /**
     * A binary message of a client. The official encoder turns an absent ref into "null", so refs are always present.
     */
    Message clientBinary() {
        return Message.of(present(), present(), name(false), name(false), bytes());
    }

    Message serverText() {
        Payload payload = json(payload());
        return random.nextInt(3) == 0
                ? Message.reply(ref(), present(), name(true), random.nextBoolean() ? "ok" : name(true), payload)
                : Message.of(ref(), ref(), name(true), name(true), payload);
    }

    Message serverBinary() {
        String topic = name(false);
        return switch (random.nextInt(3)) {
            case 0 -> Message.of(present(), null, topic, name(false), bytes());
            case 1 -> Message.reply(ref(), present(), topic, random.nextBoolean() ? "ok" : name(false), bytes());
            default -> Message.of(null, null, topic, name(false), bytes());
        };
    }

    private @Nullable String ref() {
        return random.nextInt(4) == 0 ? null : present();
    }

    private String present() {
        return Integer.toString(random.nextInt(1, 1_000_000));
    }

    /** One in twelve names has 255 bytes, one in twelve 256. */
    private String name(boolean loneSurrogates) {
        int bytes = random.nextInt(12);
        if (bytes > 1) {
            return "x" + text(random.nextInt(12), loneSurrogates);
        }
        String filler = random.nextBoolean() ? "y" : "ż";
        String end = (255 + bytes) % 2 == 0 ? "" : "z";
        return filler.repeat((255 + bytes - end.length()) / (filler.equals("y") ? 1 : 2)) + end;
    }

    private String text(int length, boolean loneSurrogates) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(loneSurrogates ? 12 : 11)) {
                case 0, 1, 2, 3, 4, 5 -> text.append((char) random.nextInt(' ', 0x7F));
                case 6, 7, 8, 9 -> text.append(ODD[random.nextInt(ODD.length)]);
                case 10 -> text.appendCodePoint(random.nextInt(0x1_0000, 0x11_0000));
                default -> text.append(LONE[random.nextInt(LONE.length)]);
            }
        }
        return text.toString();
    }

    private JsonNode payload() {
        return switch (random.nextInt(8)) {
            case 0 -> NODES.objectNode();
            case 1 -> value(0);
            default -> object(random.nextInt(1, 4));
        };
    }

    private JsonNode value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2, 3 -> number();
            case 4, 5, 6 -> NODES.stringNode(text(random.nextInt(20), true));
            case 7 -> object(depth - 1);
            default -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    array.add(value(depth - 1));
                }
                yield array;
            }
        };
    }

    private ObjectNode object(int depth) {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            object.set("k" + text(random.nextInt(6), false), value(depth)); // Jackson refuses lone surrogates in keys
        }
        return object;
    }

    /** Numbers that a double can hold or nearly hold, because JavaScript has only doubles. */
    private JsonNode number() {
        return switch (random.nextInt(5)) {
            case 0 -> NODES.numberNode(random.nextInt(-10, 10));
            case 1 -> NODES.numberNode(random.nextLong());
            case 2 -> NODES.numberNode(BigInteger.valueOf(random.nextLong()).pow(random.nextInt(1, 6)));
            case 3 -> NODES.numberNode(random.nextInt(-1000, 1000) / 8.0);
            default -> {
                double any = Double.longBitsToDouble(random.nextLong());
                yield NODES.numberNode(Double.isFinite(any) ? any : -0.0);
            }
        };
    }

    private Payload bytes() {
        byte[] bytes = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(64)];
        random.nextBytes(bytes);
        return Payload.binary(bytes);
    }

    /** A received payload may have a lone surrogate, which a client refuses to encode. */
    private static Payload json(JsonNode value) {
        try {
            return JacksonSerializer.standard().encode(value);
        } catch (IllegalArgumentException loneSurrogate) {
            return received(ASCII.writeValueAsString(value));
        }
    }

    private static Payload received(String json) {
        try {
            return JacksonSerializer.standard()
                    .decode(new Frame.Text("[null,null,\"topic\",\"event\"," + json + "]"))
                    .payload();
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }
}
