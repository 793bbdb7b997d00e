package dev.slipstream.serializer.jackson;

import org.jspecify.annotations.Nullable;

/**
 * The text before the payload of a frame that has no ref, such as {@code [null,null,"rooms:lobby","shout",}, and the
 * names in this text. A frame that begins with the same text has the same names, so its names need no scan.
 *
 * @param text ends with the comma before the payload, and the blanks after it, if any
 */
record Beginning(String text, @Nullable String joinRef, String topic, String event) {

    /** Longer beginnings are not kept. */
    static final int LONGEST = 256;
}
