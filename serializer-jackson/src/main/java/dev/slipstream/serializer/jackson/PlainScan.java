package dev.slipstream.serializer.jackson;

/**
 * A walk over JSON text that knows what is plain, and gives up at the first thing that is not: what it walks over is JSON
 * as {@link StrictJson} has it, what it gives up on may be, too.
 *
 * <p>Plain are names and keys of printable ASCII without escapes, values that nest no deeper than {@value #DEPTH}, numbers
 * of no more than {@value #NUMBER} chars, and strings without {@code \}{@code u}. It makes no objects. One thread at a
 * time.
 */
final class PlainScan {

    static final int DEPTH = 60;
    static final int NUMBER = 60;

    /** Far longer names and keys are beyond a limit of Jackson's. */
    private static final int LONGEST_NAME = 1000;

    private static final int LATIN_1 = 0x100;
    private static final int FIRST = 1 << 10;
    private static final int LARGEST_SPARE = 32 << 10;

    private char[] text = {};
    private int end;
    private int at;
    private int seen; // all chars of strings, or'ed: whether any was beyond Latin-1
    private int nameStart;
    private int nameEnd;
    private int nameHash;

    /** Begins with a text. */
    void begin(String json) {
        end = json.length();
        if (text.length < end) {
            text = new char[Math.max(end, FIRST)];
        }
        json.getChars(0, end, text, 0);
        at = 0;
        seen = 0;
    }

    /** Whether its buffer is small enough to be kept for the next text. */
    boolean isSpare() {
        return text.length <= LARGEST_SPARE;
    }

    /** Where it stands. */
    int at() {
        return at;
    }

    boolean isAtEnd() {
        return at == end;
    }

    /** Whether all of the strings so far were Latin-1. */
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

    /** Steps over this char, with blanks before and behind; false if another one stands there. */
    boolean take(char wanted) {
        skipBlanks();
        if (at == end || text[at] != wanted) {
            return false;
        }
        at++;
        skipBlanks();
        return true;
    }

    /** Whether this char is next. */
    boolean isAt(char wanted) {
        return at < end && text[at] == wanted;
    }

    /** Steps over a plain name in quotes, which is the last name then. */
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

    /** Where the last name begins, behind its quote. */
    int nameStart() {
        return nameStart;
    }

    /** Where the last name ends, before its quote. */
    int nameEnd() {
        return nameEnd;
    }

    /** The hash of the last name: equal names have equal ones. */
    int nameHash() {
        return nameHash;
    }

    /** Skips these characters; false if the text differs. */
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

    /** Steps over one value; false if it is not plain, and then it stands anywhere. */
    boolean takeValue() {
        long objects = 0; // a bit for each level: whether it is an object
        int depth = 0;
        while (true) {
            // A value is next, or the end of what was just begun.
            if (at == end) {
                return false;
            }
            char first = text[at];
            if (first == '{' || first == '[') {
                boolean isObject = first == '{';
                at++;
                skipBlanks();
                if (isAt(isObject ? '}' : ']')) {
                    at++;
                } else {
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
            // A value is behind: what it is in goes on, or ends.
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
        return switch (unit) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
            default -> false;
        };
    }

    private boolean takeNumber() {
        int start = at;
        if (isAt('-')) {
            at++;
        }
        if (isAt('0')) {
            at++;
        } else if (!takeDigits()) {
            return false;
        }
        if (isAt('.')) {
            at++;
            if (!takeDigits()) {
                return false;
            }
        }
        if (isAt('e') || isAt('E')) {
            at++;
            if (isAt('+') || isAt('-')) {
                at++;
            }
            if (!takeDigits()) {
                return false;
            }
        }
        return at - start <= NUMBER;
    }

    private boolean takeDigits() {
        int start = at;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at > start;
    }
}
