package dev.slipstream.serializer.jackson;

import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** A writer that collects the JSON that Jackson writes. Jackson usually passes all JSON in one call. */
final class JsonText extends Writer {

    /** The first surrogate. */
    private static final int SURROGATES = 0xD800;

    private String first = "";
    private @Nullable StringBuilder more;
    private int seen; // the bitwise OR of all chars

    @Override
    public void write(char[] chars, int offset, int length) {
        seen |= units(chars, offset, offset + length);
        StringBuilder builder = more;
        if (builder != null) {
            builder.append(chars, offset, length);
        } else if (first.isEmpty()) {
            first = new String(chars, offset, length);
        } else {
            more = new StringBuilder(4 * first.length()).append(first).append(chars, offset, length);
        }
    }

    /** Returns the bitwise OR of all chars. Uses four independent variables, which the CPU can compute in parallel. */
    private static int units(char[] chars, int from, int to) {
        int a = 0;
        int b = 0;
        int c = 0;
        int d = 0;
        int i = from;
        for (; i < to - 3; i += 4) {
            a |= chars[i];
            b |= chars[i + 1];
            c |= chars[i + 2];
            d |= chars[i + 3];
        }
        for (; i < to; i++) {
            a |= chars[i];
        }
        return a | b | c | d;
    }

    /** Returns false only if the text has no surrogates. */
    boolean mayHaveSurrogates() {
        return seen >= SURROGATES;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        StringBuilder builder = more;
        return builder == null ? first : builder.toString();
    }
}
