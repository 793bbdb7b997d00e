package dev.slipstream.core;

/**
 * Makes what others said fit to stand in a line of a log or in a message: it may be made to look like lines of its own,
 * to move the cursor, to turn the direction of writing, or be endless.
 */
public final class LogSafe {

    /** How many characters are kept. */
    private static final int LONGEST = 256;

    private static final int ASCII_END = 0x7f;

    private LogSafe() {}

    /** Returns it with what does not print escaped as in Java's source, and cut where it is longer than 256 characters. */
    public static String of(Object said) {
        String text = said.toString();
        return isPlain(text) ? text : escaped(text);
    }

    private static boolean isPlain(String text) {
        return text.length() <= LONGEST && text.chars().allMatch(unit -> unit >= ' ' && unit < ASCII_END);
    }

    private static String escaped(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(point -> {
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
        return text.codePointCount(0, text.length()) > LONGEST ? printable + "..." : printable.toString();
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
