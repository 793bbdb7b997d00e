package dev.slipstream.serializer.jackson;

/** Escapes lone surrogates, because UTF-8 cannot encode them, but JSON escapes can. */
final class Surrogates {

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
}
