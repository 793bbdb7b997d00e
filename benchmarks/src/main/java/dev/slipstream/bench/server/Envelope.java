package dev.slipstream.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A client's message, {@code [join_ref, ref, topic, event, payload]}, cut into its parts and not decoded: names keep their
 * quotes, so that a reply can bear them as they are.
 *
 * <p>It reads what the clients of a benchmark write: no blanks between the parts, no escapes in names.
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never asked of one
record Envelope(byte[] joinRef, byte[] ref, byte[] topic, byte[] event, byte[] payload) {

    /**
     * Cuts a message.
     *
     * @throws IllegalArgumentException if it is no such array
     */
    static Envelope of(byte[] text) {
        if (text.length < 2 || text[0] != '[' || text[text.length - 1] != ']') {
            throw new IllegalArgumentException("no array: " + start(text));
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

    /** Whether the event has this name. */
    boolean isEvent(byte[] quoted) {
        return Arrays.equals(event, quoted);
    }

    /** A name as it stands in a message. */
    static byte[] quoted(String name) {
        return ('"' + name + '"').getBytes(UTF_8);
    }

    /** The integer that a member of the payload has, in the spelling {@code "name":123}; -1 if there is none. */
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
                    throw new IllegalArgumentException("an escape in a name: " + start(text));
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
            throw new IllegalArgumentException("no message of five parts: " + start(text));
        }
        return at;
    }

    private static String start(byte[] text) {
        return new String(text, 0, Math.min(text.length, 80), UTF_8);
    }
}
