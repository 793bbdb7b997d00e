package dev.slipstream;

/** Makes what others said fit to stand in a message: it may be made to look like lines of a log, and be endless. */
final class Words {

    private static final int LONGEST = 256;
    /** Room for all that an observation has of its own, too. */
    private static final int LONGEST_LINE = 1024;

    private Words() {}

    /** Escapes what does not print or turns the direction of writing, and cuts what is long. */
    static String of(Object said) {
        return of(said.toString(), LONGEST);
    }

    /** As {@link #of(Object)}, of what may say more. */
    static String line(Object said) {
        return of(said.toString(), LONGEST_LINE);
    }

    private static String of(String text, int longest) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().limit(longest).forEach(point -> {
            if (isPlain(point)) {
                printable.appendCodePoint(point);
            } else {
                printable.append(String.format("\\u%04x", point));
            }
        });
        return text.codePointCount(0, text.length()) > longest ? printable + "..." : printable.toString();
    }

    private static boolean isPlain(int point) {
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
