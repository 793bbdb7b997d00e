package dev.slipstream.serializer.jackson;

import org.jspecify.annotations.Nullable;

/**
 * A scanner of plain JSON text, which stops at the first part that is not plain. Plain JSON is a subset of the JSON
 * that {@link StrictJson} accepts.
 *
 * <p>JSON is plain if it nests at most {@value #DEPTH} deep and its numbers have at most {@value #NUMBER} chars. Its
 * names and keys must be printable ASCII without escapes, and its strings must have no {@code \}{@code u}. A scan
 * allocates nothing. Only one thread at a time may use it.
 */
final class PlainScan {

    static final int DEPTH = 60;
    static final int NUMBER = 60;

    /** The length of the longest plain name or key. Jackson accepts far longer names and keys, too. */
    private static final int LONGEST_NAME = 1000;

    private static final int LATIN_1 = 0x100;
    private static final int FIRST = 1 << 10;
    private static final int LARGEST_SPARE = 32 << 10;

    private char[] text = {};
    private int end;
    private int at;
    private int seen; // the bitwise OR of all chars of strings
    private int nameStart;
    private int nameEnd;
    private int nameHash;

    private @Nullable Beginning beginning;
    private String lastTopic = "";
    private String lastEvent = "";

    /** Starts at this index of a text. The chars before it are not read, and have no effect. */
    void begin(String json, int from) {
        end = json.length();
        if (text.length < end) {
            text = new char[Math.max(end, FIRST)];
        }
        json.getChars(from, end, text, from);
        at = from;
        seen = 0;
    }

    /** The kept beginning of an earlier frame; null if there is none. */
    @Nullable
    Beginning beginning() {
        return beginning;
    }

    /**
     * Keeps the text before the current position, to recognize later frames that begin with it. Does so only if the
     * previous frame had the same names, because a beginning that does not repeat is not worth its memory.
     */
    void keepBeginning(String json, @Nullable String joinRef, String topic, String event) {
        if (topic.equals(lastTopic) && event.equals(lastEvent) && at <= Beginning.LONGEST) {
            beginning = new Beginning(json.substring(0, at), joinRef, topic, event);
        }
        keepNames(topic, event);
    }

    /** Keeps the names of the current frame, to compare them with those of the next frame. */
    void keepNames(String topic, String event) {
        lastTopic = topic;
        lastEvent = event;
    }

    /** Whether the buffer is small enough to keep for the next text. */
    boolean isSpare() {
        return text.length <= LARGEST_SPARE;
    }

    /** The index of the next char. */
    int at() {
        return at;
    }

    boolean isAtEnd() {
        return at == end;
    }

    /** Whether all strings so far were Latin-1. */
    boolean isLatin1() {
        return seen < LATIN_1;
    }

    void skipBlanks() {
        while (at < end && isBlank(text[at])) {
            at++;
        }
    }

    private static boolean isBlank(char unit) {
        return unit <= ' ' && (unit == ' ' || unit == '\n' || unit == '\r' || unit == '\t');
    }

    /** Skips this char, and blanks before and after it. Returns false if another char is next. */
    boolean take(char wanted) {
        skipBlanks();
        if (!skip(wanted)) {
            return false;
        }
        skipBlanks();
        return true;
    }

    /** Skips this char. Returns false if another char is next. */
    private boolean skip(char wanted) {
        boolean isNext = isAt(wanted);
        at += isNext ? 1 : 0;
        return isNext;
    }

    /** Whether this char is next. */
    boolean isAt(char wanted) {
        return at < end && text[at] == wanted;
    }

    /**
     * Skips a plain name in quotes and keeps it as the last name. If no plain name is next, skips nothing and returns
     * false.
     */
    boolean takeName() {
        if (!isAt('"')) {
            return false;
        }
        char[] units = text;
        int start = at + 1;
        int hash = 0;
        int i = start;
        while (i < end && units[i] != '"') {
            char unit = units[i];
            if (unit < ' ' || unit > '~' || unit == '\\') {
                return false;
            }
            hash = 31 * hash + unit;
            i++;
        }
        if (i == end || i - start > LONGEST_NAME) {
            return false;
        }
        nameStart = start;
        nameEnd = i;
        nameHash = hash;
        at = i + 1;
        return true;
    }

    /** The index of the last name, after its quote. */
    int nameStart() {
        return nameStart;
    }

    /** The end of the last name, before its quote. */
    int nameEnd() {
        return nameEnd;
    }

    /** A hash of the last name. */
    int nameHash() {
        return nameHash;
    }

    /** Skips these chars. Returns false if the text differs. */
    boolean takeWord(String word) {
        int length = word.length();
        if (end - at < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at += length;
        return true;
    }

    /** Skips one value. Returns false if the value is not plain; the position is then undefined. */
    boolean takeValue() {
        long objects = 0; // one bit for each level of nesting: 1 for an object
        int depth = 0;
        while (true) {
            if (at == end) {
                return false;
            }
            char first = text[at];
            if (first == '{' || first == '[') {
                boolean isObject = first == '{';
                at++;
                skipBlanks();
                if (!skip(isObject ? '}' : ']')) {
                    if (depth == DEPTH) {
                        return false;
                    }
                    depth++;
                    objects = objects << 1 | (isObject ? 1 : 0);
                    if (isObject && !takeKey()) {
                        return false;
                    }
                    continue;
                }
            } else if (!takeScalar(first)) {
                return false;
            }
            // After a value, its array or object continues or ends.
            while (depth > 0) {
                skipBlanks();
                if (at == end) {
                    return false;
                }
                boolean isObject = (objects & 1) == 1;
                char next = text[at++];
                if (next == ',') {
                    skipBlanks();
                    if (isObject && !takeKey()) {
                        return false;
                    }
                    break;
                }
                if (next != (isObject ? '}' : ']')) {
                    return false;
                }
                depth--;
                objects >>>= 1;
            }
            if (depth == 0) {
                return true;
            }
        }
    }

    private boolean takeKey() {
        return takeName() && take(':');
    }

    private boolean takeScalar(char first) {
        return switch (first) {
            case '"' -> takeString();
            case 't' -> takeWord("true");
            case 'f' -> takeWord("false");
            case 'n' -> takeWord("null");
            default -> takeNumber();
        };
    }

    private boolean takeString() {
        char[] units = text;
        int all = 0;
        int i = at + 1;
        while (i < end) {
            char unit = units[i];
            if (unit == '"') {
                seen |= all;
                at = i + 1;
                return true;
            }
            if (unit < ' ') {
                return false;
            }
            if (unit == '\\') {
                i++;
                if (i == end || !isShortEscape(units[i])) {
                    return false;
                }
            }
            all |= unit;
            i++;
        }
        return false;
    }

    private static boolean isShortEscape(char unit) {
        return "\"\\/bfnrt".indexOf(unit) >= 0;
    }

    private boolean takeNumber() {
        int start = at;
        skip('-');
        if (!skip('0') && !takeDigits()) {
            return false;
        }
        if (skip('.') && !takeDigits()) {
            return false;
        }
        boolean hasExponent = skip('e') || skip('E');
        if (hasExponent && !skip('+')) {
            skip('-');
        }
        return (!hasExponent || takeDigits()) && at - start <= NUMBER;
    }

    private boolean takeDigits() {
        int start = at;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at > start;
    }
}
