package dev.slipstream.core;

/**
 * Escapes and cuts untrusted text for log lines and messages. Raw text could forge lines, move the cursor, reverse
 * the writing direction, or be arbitrarily long.
 */
public final class LogSafe {

    /** How many characters of a text are kept by default. */
    private static final int LONGEST = 256;

    private static final int ASCII_END = 0x7f;

    private LogSafe() {}

    /** Returns the text with unprintable characters escaped as in Java source, cut after 256 characters. */
    public static String of(Object said) {
        return of(said, LONGEST);
    }

    /** Like {@link #of(Object)}, but cuts the text after this many characters. */
    public static String of(Object said, int longest) {
        String text = said.toString();
        return isPlain(text, longest) ? text : escaped(text, longest);
    }

    private static boolean isPlain(String text, int longest) {
        return text.length() <= longest && text.chars().allMatch(unit -> unit >= ' ' && unit < ASCII_END);
    }

    private static String escaped(String text, int longest) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().limit(longest).forEach(point -> {
            if (prints(point)) {
                printable.appendCodePoint(point);
            } else {
                String hex = Integer.toHexString(point);
                printable
                        .append("\\u")
                        .append("0".repeat(Math.max(0, 4 - hex.length())))
                        .append(hex);
            }
        });
        return text.codePointCount(0, text.length()) > longest ? printable + "..." : printable.toString();
    }

    private static boolean prints(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
