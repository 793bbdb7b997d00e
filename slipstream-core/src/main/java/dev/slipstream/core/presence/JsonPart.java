package dev.slipstream.core.presence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * One value inside a JSON text that a serializer has checked.
 *
 * <p>No method recurses, so deep nesting needs no deep stack. The methods never throw: if a serializer wrongly accepts
 * a text that is not JSON, they return arbitrary parts of the text.
 *
 * @param text the whole text
 * @param label the index of the member's name if the value is a member of an object; otherwise equal to {@code start}
 * @param start the index of the value's first char
 * @param end the index after the value's last char
 */
record JsonPart(String text, int label, int start, int end) {

    /** Returns the value that the whole text represents. */
    static JsonPart of(String text) {
        int start = afterSpace(text, 0);
        return new JsonPart(text, start, start, text.length());
    }

    boolean isObject() {
        return at(text, start) == '{';
    }

    boolean isArray() {
        return at(text, start) == '[';
    }

    boolean isString() {
        return at(text, start) == '"';
    }

    boolean isNull() {
        return at(text, start) == 'n';
    }

    /** This value as written in the text. */
    String raw() {
        return text.substring(start, end);
    }

    /** The name and value of this member as written in the text, without spaces around the colon. */
    String rawMember() {
        return text.substring(label, afterValue(text, label)) + ':' + raw();
    }

    /**
     * The members of this object in the order of the text. If several members have the same name, the result has the
     * value of the last member at the place of the first member. The map keeps names with equal hashes in a tree, so
     * such names do not make the map slow.
     */
    SequencedMap<String, JsonPart> members() {
        SequencedMap<String, JsonPart> members = new LinkedHashMap<>();
        int next = afterSpace(text, start + 1);
        while (at(text, next) == '"') {
            int name = next;
            int nameEnd = afterValue(text, name);
            int value = afterSpace(text, afterSpace(text, nameEnd) + 1); // after the colon
            int valueEnd = afterValue(text, value);
            members.put(decoded(text, name, nameEnd), new JsonPart(text, name, value, valueEnd));
            next = afterComma(text, valueEnd);
        }
        return members;
    }

    /** The elements of this array. */
    List<JsonPart> elements() {
        List<JsonPart> elements = new ArrayList<>();
        int next = afterSpace(text, start + 1);
        while (next < end - 1) {
            int valueEnd = afterValue(text, next);
            elements.add(new JsonPart(text, next, next, valueEnd));
            next = afterComma(text, valueEnd);
        }
        return elements;
    }

    /** The value of this string. */
    String string() {
        return decoded(text, start, end);
    }

    /** The char at an index. After the end of the text, the result is NUL, which no JSON text contains. */
    private static char at(String text, int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }

    private static int afterSpace(String text, int index) {
        int next = Math.min(index, text.length());
        while (next < text.length() && text.charAt(next) <= ' ') {
            next++;
        }
        return next;
    }

    /** The index of the next member or element; if there is none, the index of the closing bracket. */
    private static int afterComma(String text, int index) {
        int comma = afterSpace(text, index);
        return at(text, comma) == ',' ? afterSpace(text, comma + 1) : comma;
    }

    /** The index after the value that begins at this index. */
    private static int afterValue(String text, int index) {
        int depth = 0;
        int next = index;
        do {
            switch (at(text, next)) {
                case '"' -> next = afterString(text, next);
                case '{', '[' -> {
                    depth++;
                    next++;
                }
                case '}', ']' -> {
                    depth--;
                    next++;
                }
                case ',', ':', ' ', '\t', '\n', '\r' -> next++;
                default -> next = afterWord(text, next);
            }
        } while (depth > 0 && next < text.length());
        return Math.min(next, text.length());
    }

    private static int afterString(String text, int quote) {
        int next = quote + 1;
        while (next < text.length() && text.charAt(next) != '"') {
            next += text.charAt(next) == '\\' ? 2 : 1;
        }
        return Math.min(next + 1, text.length());
    }

    /** The index after a number, {@code true}, {@code false} or {@code null}. */
    private static int afterWord(String text, int index) {
        int next = index + 1;
        while (next < text.length() && ",:]}[{\" \t\n\r".indexOf(text.charAt(next)) < 0) {
            next++;
        }
        return next;
    }

    private static String decoded(String text, int quote, int end) {
        int escape = text.indexOf('\\', quote, end);
        if (escape < 0) {
            return text.substring(quote + 1, Math.max(quote + 1, end - 1));
        }
        StringBuilder value = new StringBuilder(end - quote);
        int next = quote + 1;
        while (next < end - 1) {
            char unit = text.charAt(next++);
            if (unit == '\\') {
                char kind = at(text, next++);
                value.append(kind == 'u' ? hex(text, next) : unescaped(kind));
                next += kind == 'u' ? 4 : 0;
            } else {
                value.append(unit);
            }
        }
        return value.toString();
    }

    private static char unescaped(char kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind; // a quote, a slash or a backslash
        };
    }

    private static char hex(String text, int index) {
        int unit = 0;
        for (int i = index; i < index + 4; i++) {
            unit = (unit << 4) | (Character.digit(at(text, i), 16) & 0xF);
        }
        return (char) unit;
    }
}
