package dev.slipstream.core;

import org.jspecify.annotations.Nullable;

/**
 * Encodes values as payloads: the part of a serializer that a socket needs.
 *
 * <p>A call such as {@code push} encodes its value at once, on the caller's thread. If the value cannot be encoded, the
 * call throws. Later changes of the value have no effect.
 */
public interface Encoder {

    /**
     * The value of the query parameter {@code vsn}, such as {@code 2.0.0}. The server chooses its serializer by this
     * value.
     */
    String vsn();

    /**
     * Encodes a value.
     *
     * @param value anything the JSON library can write. A {@link Payload} is used unchanged, a {@code byte[]} becomes a
     *     binary payload, and null becomes JSON's null
     * @throws IllegalArgumentException if the value cannot be encoded, or if the server could not read it, for example
     *     because of a lone surrogate. The message names the class and the position of the value, never its content
     */
    Payload encode(@Nullable Object value);
}
