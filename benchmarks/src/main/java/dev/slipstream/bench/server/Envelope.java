package dev.slipstream.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A client's message {@code [join_ref, ref, topic, event, payload]}, split but not decoded. Names keep their quotes, so
 * that a reply can copy them.
 *
 * <p>It supports only what the benchmark clients send: no blanks between the parts, no escapes in names.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Envelope(byte[] joinRef, byte[] ref, byte[] topic, byte[] event, byte[] payload) {

    /**
     * Splits a message.
     *
     * @throws IllegalArgumentException if the text is not an array of five parts
     */
    static Envelope of(byte[] text) {
        if (text.length < 2 || text[0] != '[' || text[text.length - 1] != ']') {
            throw new IllegalArgumentException("not an array: " + start(text));
        }
        int at = 1;
        byte[][] names = new byte[4][];
        for (int i = 0; i < names.length; i++) {
            int end = endOfName(text, at);
            names[i] = Arrays.copyOfRange(text, at, end);
            at = end + 1;
        }
        return new Envelope(names[0], names[1], names[2], names[3], Arrays.copyOfRange(text, at, text.length - 1));
    }

    /** Whether the event has this quoted name. */
    boolean isEvent(byte[] quoted) {
        return Arrays.equals(event, quoted);
    }

    /** A name with its quotes, in UTF-8. */
    static byte[] quoted(String name) {
        return ('"' + name + '"').getBytes(UTF_8);
    }

    /** The integer after {@code "name":} in the payload; -1 if there is none. */
    int number(String member) {
        String json = new String(payload, UTF_8);
        int at = json.indexOf('"' + member + "\":");
        if (at < 0) {
            return -1;
        }
        int start = at + member.length() + 3;
        int end = start;
        while (end < json.length() && Character.isDigit(json.charAt(end))) {
            end++;
        }
        return end == start ? -1 : Integer.parseInt(json.substring(start, end));
    }

    private static int endOfName(byte[] text, int start) {
        int at = start;
        if (text[at] == '"') {
            at++;
            while (at < text.length && text[at] != '"') {
                if (text[at] == '\\') {
                    throw new IllegalArgumentException("escape in a name: " + start(text));
                }
                at++;
            }
            at++;
        } else {
            while (at < text.length && text[at] != ',') {
                at++;
            }
        }
        if (at >= text.length || text[at] != ',') {
            throw new IllegalArgumentException("fewer than five parts: " + start(text));
        }
        return at;
    }

    private static String start(byte[] text) {
        return new String(text, 0, Math.min(text.length, 80), UTF_8);
    }
}
