package dev.slipstream.serializer.jackson;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.CharTypes;

/**
 * A writer of plain values as JSON, in one pass into one buffer. It stops at the first value that is not plain, and its
 * text is the same as Jackson's.
 *
 * <p>Plain values are strings, ints, longs, finite doubles, booleans, null, and the usual maps and lists of the JDK, at
 * most {@value #DEPTH} deep. Values of all other classes are not plain, because Jackson may write them differently.
 * This includes subclasses of these maps and lists. Only one thread at a time may use a writer.
 */
final class PlainWriter {

    static final int DEPTH = 60;

    private static final int FIRST = 1 << 10;
    private static final int LARGEST_SPARE = 32 << 10;
    private static final int LARGEST = 8 << 20;

    /** For each char: 0 if it needs no escape, negative for a Unicode escape, else the char after the backslash. */
    private static final int[] ESCAPES = CharTypes.get7BitOutputEscapes();

    private static final Class<?> MAP_OF_MORE = Map.of("a", "", "b", "").getClass();
    private static final Class<?> MAP_OF_ONE = Map.of("", "").getClass();
    private static final Class<?> ARRAY = Arrays.asList("").getClass();
    private static final Class<?> SMALL_LIST = List.of("").getClass();
    private static final Class<?> LARGE_LIST = List.of("", "", "").getClass();

    private char[] text = new char[FIRST];
    private int at;

    /** Returns the JSON of a value; null if the value is not plain, or contains a lone surrogate. */
    @Nullable
    String text(Object value) {
        at = 0;
        return write(value, 0) ? new String(text, 0, at) : null;
    }

    /** Whether the buffer is small enough to keep for the next value. */
    boolean isSpare() {
        return text.length <= LARGEST_SPARE;
    }

    private boolean write(@Nullable Object value, int depth) {
        if (value instanceof String string) {
            return string(string);
        } else if (value instanceof Integer number) {
            return number(number);
        } else if (value instanceof Double number) {
            return number((double) number);
        } else if (value instanceof Map<?, ?> map) {
            return object(map, depth + 1);
        } else if (value instanceof List<?> list) {
            return array(list, depth + 1);
        } else if (value instanceof Boolean isTrue) {
            return word(isTrue ? "true" : "false");
        } else if (value instanceof Long number) {
            return number((long) number);
        }
        return value == null && word("null");
    }

    private boolean object(Map<?, ?> map, int depth) {
        if (depth > DEPTH || !isPlain(map) || !put('{')) {
            return false;
        }
        boolean isFirst = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!isFirst && !put(',')) {
                return false;
            }
            isFirst = false;
            if (!(entry.getKey() instanceof String key && string(key) && put(':') && write(entry.getValue(), depth))) {
                return false;
            }
        }
        return put('}');
    }

    private static boolean isPlain(Map<?, ?> map) {
        Class<?> kind = map.getClass();
        return kind == LinkedHashMap.class
                || kind == HashMap.class
                || kind == MAP_OF_ONE
                || kind == MAP_OF_MORE
                || kind == TreeMap.class
                || kind == ConcurrentHashMap.class;
    }

    private static boolean isPlain(List<?> list) {
        Class<?> kind = list.getClass();
        return kind == ArrayList.class || kind == SMALL_LIST || kind == LARGE_LIST || kind == ARRAY;
    }

    private boolean array(List<?> list, int depth) {
        if (depth > DEPTH || !isPlain(list) || !put('[')) {
            return false;
        }
        boolean isFirst = true;
        for (Object element : list) {
            if (!isFirst && !put(',')) {
                return false;
            }
            isFirst = false;
            if (!write(element, depth)) {
                return false;
            }
        }
        return put(']');
    }

    private boolean string(String string) {
        int length = string.length();
        if (!hasRoom(2L * length + 2)) { // most escapes have two chars
            return false;
        }
        char[] into = text;
        int start = at + 1;
        for (int i = 0; i < length; i++) {
            char unit = string.charAt(i);
            if (unit < ESCAPES.length ? ESCAPES[unit] != 0 : Character.isSurrogate(unit)) {
                return escaped(string, i);
            }
            into[start + i] = unit;
        }
        into[at] = '"';
        at = start + length;
        into[at++] = '"';
        return true;
    }

    /** Continues to write a string after its first chars, which needed no escape. */
    private boolean escaped(String string, int written) {
        char[] into = text;
        into[at] = '"';
        int to = at + 1 + written;
        for (int i = written; i < string.length(); i++) {
            char unit = string.charAt(i);
            int escape = unit < ESCAPES.length ? ESCAPES[unit] : 0;
            if (escape < 0) {
                return false;
            }
            if (escape > 0) {
                into[to++] = '\\';
                into[to++] = (char) escape;
                continue;
            }
            into[to++] = unit;
            if (Character.isSurrogate(unit)) {
                if (i + 1 == string.length() || !Character.isSurrogatePair(unit, string.charAt(i + 1))) {
                    return false;
                }
                into[to++] = string.charAt(++i);
            }
        }
        into[to++] = '"';
        at = to;
        return true;
    }

    private boolean number(int number) {
        if (number < 0) {
            return word(Integer.toString(number));
        }
        if (!hasRoom(Decimals.LONGEST)) {
            return false;
        }
        at = Decimals.write(number, text, at);
        return true;
    }

    private boolean number(long number) {
        return number == (int) number ? number((int) number) : word(Long.toString(number));
    }

    private boolean number(double number) {
        long millionths = Decimals.millionths(number);
        if (millionths < 0) {
            return Double.isFinite(number) && word(Double.toString(number));
        }
        if (!hasRoom(Decimals.LONGEST)) {
            return false;
        }
        at = Decimals.write(number, millionths, text, at);
        return true;
    }

    private boolean word(String word) {
        int length = word.length();
        if (!hasRoom(length)) {
            return false;
        }
        word.getChars(0, length, text, at);
        at += length;
        return true;
    }

    private boolean put(char unit) {
        if (!hasRoom(1)) {
            return false;
        }
        text[at++] = unit;
        return true;
    }

    private boolean hasRoom(long more) {
        return more <= text.length - at || grows(at + more);
    }

    private boolean grows(long needed) {
        if (needed > LARGEST) {
            return false;
        }
        text = Arrays.copyOf(text, (int) Math.max(needed, 2L * text.length));
        return true;
    }
}
