package dev.slipstream.serializer.jackson;

/**
 * Finds and escapes lone surrogates: chars that are half of a surrogate pair. UTF-8 cannot encode them. JSON escapes
 * can, but Phoenix refuses such JSON.
 */
final class Surrogates {

    /** The number of chars of a Unicode escape: a backslash, a u and four hexadecimal digits. */
    private static final int ESCAPE = 6;

    private Surrogates() {}

    /** Returns the JSON text with each lone surrogate escaped; the same string if there are none. */
    static String escaped(String json) {
        int lone = firstLone(json, 0);
        if (lone < 0) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 32);
        int written = 0;
        while (lone >= 0) {
            escaped.append(json, written, lone).append("\\u").append(Integer.toHexString(json.charAt(lone)));
            written = lone + 1;
            lone = firstLone(json, written);
        }
        return escaped.append(json, written, json.length()).toString();
    }

    /** Returns the index of the first lone surrogate; -1 if there is none. */
    static int firstLone(String text) {
        return firstLone(text, 0);
    }

    private static int firstLone(String text, int from) {
        int at = from;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                return at;
            }
            at += Character.charCount(codePoint);
        }
        return -1;
    }

    /**
     * Returns the index of the first lone surrogate in a part of a valid JSON text; -1 if there is none. The surrogate
     * may be escaped or not. An escaped surrogate and an unescaped one do not form a pair.
     */
    static int firstLoneInJson(String json, int start, int end) {
        int at = start;
        while (at < end) {
            int length = unitLength(json, at);
            char unit = unit(json, at, length);
            if (Character.isSurrogate(unit)) {
                int next = at + length;
                boolean isPair = next < end
                        && unitLength(json, next) == length
                        && Character.isSurrogatePair(unit, unit(json, next, length));
                if (!isPair) {
                    return at;
                }
                at = next;
            }
            at += length;
        }
        return -1;
    }

    /** The number of chars that spell the next UTF-16 unit: 1 without an escape, else 2 or {@link #ESCAPE}. */
    private static int unitLength(String json, int at) {
        if (json.charAt(at) != '\\') {
            return 1;
        }
        return json.charAt(at + 1) == 'u' ? ESCAPE : 2;
    }

    private static char unit(String json, int at, int length) {
        return length == ESCAPE ? (char) Integer.parseInt(json, at + 2, at + ESCAPE, 16) : json.charAt(at);
    }
}
