package dev.slipstream.serializer.jackson;

import static dev.slipstream.serializer.jackson.StrictJson.MAX_DEPTH;
import static dev.slipstream.serializer.jackson.StrictJson.parser;
import static dev.slipstream.serializer.jackson.StrictJson.skip;
import static dev.slipstream.serializer.jackson.StrictJson.type;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * The layout of Phoenix's V2 text frames: {@code [join_ref, ref, topic, event, payload]}. It also decodes V1's objects
 * with {@code topic}, {@code event}, {@code payload}, {@code ref} and optionally {@code join_ref}.
 */
final class TextLayout {

    private final PayloadReader reader;

    TextLayout(PayloadReader reader) {
        this.reader = reader;
    }

    // --- encoding ---------------------------------------------------------------------------------------------------

    /**
     * Returns the text of a frame. One expression concatenates it, because a growing builder would copy a large payload
     * several times.
     */
    String encode(Message message, Payload.Json payload) {
        String joined = quote(message.joinRef());
        String asked = quote(message.ref());
        String status = message.status();
        return "[" + joined + inside(message.joinRef()) + joined + "," + asked + inside(message.ref()) + asked + ",\""
                + inside(message.topic()) + "\",\"" + inside(message.event()) + "\","
                + (status == null
                        ? payload.text()
                        : "{\"status\":\"" + inside(status) + "\",\"response\":" + payload.text() + "}")
                + "]";
    }

    /**
     * Returns the quotation mark around a name. If the name is null, returns an empty text, because JSON's null has
     * no quotation marks.
     */
    private static String quote(@Nullable String name) {
        return name == null ? "" : "\"";
    }

    /** Returns the escaped text of a name; JSON's null for null. */
    private static String inside(@Nullable String name) {
        if (name == null) {
            return "null";
        }
        if (isPlain(name)) {
            return name;
        }
        StringBuilder quoted = new StringBuilder(name.length() + 32);
        JsonStringEncoder.getInstance().quoteAsString(name, quoted);
        return Surrogates.escaped(quoted.toString());
    }

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char unit = name.charAt(i);
            if (unit < ' ' || unit > '~' || unit == '"' || unit == '\\') {
                return false;
            }
        }
        return true;
    }

    // --- decoding ---------------------------------------------------------------------------------------------------

    Message decode(String text) throws MalformedFrameException {
        try (JsonParser parser = parser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new MalformedFrameException("an empty text frame");
            }
            Message message = switch (first) {
                case START_ARRAY -> array(parser, text);
                case START_OBJECT -> object(parser, text);
                default ->
                    throw new MalformedFrameException(
                            "a text frame of the JSON type " + type(first) + ", not array or object");
            };
            if (parser.nextToken() != null) {
                throw new MalformedFrameException("a text frame has more after its message");
            }
            return message;
        } catch (JacksonException fault) {
            throw StrictJson.refusal("a text frame that is not JSON: ", fault);
        }
    }

    private Message array(JsonParser parser, String text) throws MalformedFrameException {
        String joinRef = ref("join_ref", parser, element(parser, 0));
        String ref = ref("ref", parser, element(parser, 1));
        String topic = name("topic", parser, element(parser, 2));
        String event = name("event", parser, element(parser, 3));
        JsonToken payload = element(parser, 4);
        Message message = message(joinRef, ref, topic, event, parser, payload, text);
        while (parser.nextToken() != JsonToken.END_ARRAY) { // Phoenix also ignores further elements
            skip(parser, MAX_DEPTH);
        }
        return message;
    }

    private static JsonToken element(JsonParser parser, int index) throws MalformedFrameException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.END_ARRAY) {
            throw new MalformedFrameException("an array of " + index + " elements, not 5");
        }
        return token;
    }

    /** Decodes a V1 object. Its members may have any order, so the event may come after the payload of a reply. */
    private Message object(JsonParser parser, String text) throws MalformedFrameException {
        String joinRef = null;
        String ref = null;
        String topic = null;
        String event = null;
        JsonSlice payload = null;
        boolean hasRef = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (key) {
                case "join_ref" -> joinRef = ref(key, parser, token);
                case "ref" -> {
                    ref = ref(key, parser, token);
                    hasRef = true;
                }
                case "topic" -> topic = name(key, parser, token);
                case "event" -> event = name(key, parser, token);
                case "payload" -> payload = slice(parser, text, MAX_DEPTH + 1); // a reply's response is one deeper
                default -> skip(parser, MAX_DEPTH);
            }
        }
        if (topic == null || event == null || payload == null || !hasRef) {
            throw new MalformedFrameException("an object without "
                    + (topic == null ? "topic" : event == null ? "event" : payload == null ? "payload" : "ref"));
        }
        String json = payload.text();
        try (JsonParser inner = parser(json)) {
            return message(joinRef, ref, topic, event, inner, inner.nextToken(), json);
        }
    }

    private Message message(
            @Nullable String joinRef,
            @Nullable String ref,
            String topic,
            String event,
            JsonParser parser,
            JsonToken payload,
            String text)
            throws MalformedFrameException {
        if (ref != null && event.equals(Message.REPLY) && payload == JsonToken.START_OBJECT) {
            return reply(joinRef, ref, topic, parser, text);
        }
        return Message.of(joinRef, ref, topic, event, slice(parser, text, MAX_DEPTH));
    }

    private Message reply(@Nullable String joinRef, String ref, String topic, JsonParser parser, String text)
            throws MalformedFrameException {
        int start = tokenStart(parser);
        String status = null;
        JsonSlice response = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (key) {
                case "status" -> {
                    status = token == JsonToken.VALUE_STRING ? parser.getString() : null;
                    skip(parser, MAX_DEPTH);
                }
                case "response" -> response = slice(parser, text, MAX_DEPTH);
                default -> skip(parser, MAX_DEPTH);
            }
        }
        if (status == null) {
            return Message.reply(joinRef, ref, topic, null, JsonSlice.of(reader, text, start, here(parser)));
        }
        return Message.reply(joinRef, ref, topic, status, response == null ? new JsonSlice(reader, "null") : response);
    }

    private static @Nullable String ref(String part, JsonParser parser, JsonToken token)
            throws MalformedFrameException {
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_STRING, VALUE_NUMBER_INT -> parser.getString();
            default ->
                throw new MalformedFrameException(
                        "the " + part + " has the JSON type " + type(token) + ", not string, integer or null");
        };
    }

    private static String name(String part, JsonParser parser, JsonToken token) throws MalformedFrameException {
        if (token != JsonToken.VALUE_STRING) {
            throw new MalformedFrameException("the " + part + " has the JSON type " + type(token) + ", not string");
        }
        return parser.getString();
    }

    private JsonSlice slice(JsonParser parser, String text, int maxDepth) throws MalformedFrameException {
        int start = tokenStart(parser);
        skip(parser, maxDepth);
        return JsonSlice.of(reader, text, start, here(parser));
    }

    private static int tokenStart(JsonParser parser) {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    private static int here(JsonParser parser) {
        return (int) parser.currentLocation().getCharOffset();
    }
}
