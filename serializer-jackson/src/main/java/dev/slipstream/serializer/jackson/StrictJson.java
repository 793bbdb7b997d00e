package dev.slipstream.serializer.jackson;

import dev.slipstream.core.serializer.FrameLimitExceededException;
import dev.slipstream.core.serializer.MalformedFrameException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Parses strict JSON (RFC 8259) within limits. */
final class StrictJson {

    static final int MAX_DEPTH = 1000;
    static final int MAX_NUMBER_CHARS = 1000;
    static final int MAX_KEY_CHARS = 50_000;

    /** The levels of nesting around a payload: one for the frame and, around a response, one for the reply. */
    private static final int DEPTH_AROUND = 2;

    static final JsonFactory FACTORY = new DecimalFactory(JsonFactory.builder()
            // Keys are not interned, because the table of keys is never freed and the authors of payloads choose the
            // keys.
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + DEPTH_AROUND)
                    .maxNumberLength(MAX_NUMBER_CHARS)
                    .maxNameLength(MAX_KEY_CHARS)
                    // Jackson does not check this limit in skipped strings. With a smaller limit, Jackson would accept
                    // a frame and then fail to bind its payload.
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build()));

    private StrictJson() {}

    static JsonParser parser(String text) {
        return FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /** Checks that a text is one JSON value within the limits of a payload. */
    static void check(String text) throws MalformedFrameException {
        try (JsonParser parser = parser(text)) {
            if (parser.nextToken() == null) {
                throw new MalformedFrameException("empty text");
            }
            skip(parser, MAX_DEPTH);
            if (parser.nextToken() != null) {
                throw new MalformedFrameException("the text has more after the JSON value");
            }
        } catch (JacksonException fault) {
            throw refusal("", fault);
        }
    }

    /** Skips and checks the value whose first token the parser has read. */
    static void skip(JsonParser parser, int maxDepth) throws MalformedFrameException {
        int depth = 0;
        for (JsonToken token = parser.currentToken(); ; token = parser.nextToken()) {
            if (token.isStructStart()) {
                depth++;
                if (depth > maxDepth) {
                    throw new FrameLimitExceededException("the JSON nests deeper than " + maxDepth);
                }
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (depth == 0) {
                parser.finishToken();
                return;
            }
        }
    }

    /**
     * Translates an exception of Jackson, because its message would quote the text.
     *
     * @param notJson the beginning of the message if the text is not JSON
     */
    static MalformedFrameException refusal(String notJson, JacksonException fault) {
        if (fault instanceof StreamConstraintsException) {
            return new FrameLimitExceededException("the JSON exceeds a limit (depth " + MAX_DEPTH
                    + ", digits of a number " + MAX_NUMBER_CHARS + ", chars of a key " + MAX_KEY_CHARS + ")");
        }
        String at = "at char " + fault.getLocation().getCharOffset();
        return isLoneSurrogateInKey(fault)
                ? new FrameLimitExceededException("the JSON has a lone surrogate in a key, " + at)
                : new MalformedFrameException(notJson + at);
    }

    /** RFC 8259 allows an escaped lone surrogate in a key. Jackson rejects it, without a specific exception type. */
    private static boolean isLoneSurrogateInKey(JacksonException fault) {
        String message = String.valueOf(fault.getOriginalMessage());
        return message.contains("surrogate") && message.contains("property name");
    }

    /** Returns RFC 8259's name for the type of a value that begins with this token. */
    static String type(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "object";
            case START_ARRAY -> "array";
            case VALUE_STRING -> "string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            case VALUE_TRUE, VALUE_FALSE -> "boolean";
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, PROPERTY_NAME, END_OBJECT, END_ARRAY, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalArgumentException("not the first token of a JSON value: " + token);
        };
    }
}
