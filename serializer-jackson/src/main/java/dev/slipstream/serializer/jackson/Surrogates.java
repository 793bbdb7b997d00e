package dev.slipstream.serializer.jackson;

/** Lone surrogates: a JSON escape can spell them, a Java string can hold them, UTF-8 has nothing for them. */
final class Surrogates {

    private Surrogates() {}

    static boolean hasLone(String text) {
        return firstLone(text, 0) >= 0;
    }

    /** Returns the JSON text with each lone surrogate escaped; outside of strings valid JSON has none. */
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
        for (int i = from; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                if (Character.isLowSurrogate(unit)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
