package dev.slipstream.core;

import org.jspecify.annotations.Nullable;

/**
 * Encodes values as payloads: the part of a serializer that a socket needs.
 *
 * <p>A socket encodes a value during the call, such as a push, on the caller's thread. If the value cannot be encoded,
 * the call throws. Later changes of the value have no effect.
 */
public interface Encoder {

    /** The query parameter {@code vsn}, a full semantic version, by which the server chooses its serializer. */
    String vsn();

    /**
     * Encodes a value.
     *
     * @param value anything the JSON library can write; a {@link Payload} is used unchanged, a {@code byte[]} becomes a
     *     binary payload, null becomes JSON's null
     * @throws IllegalArgumentException if the value cannot be encoded, or the server could not read it, such as a
     *     string with a lone surrogate. The exception names the class and the position of the value, never its content
     */
    Payload encode(@Nullable Object value);
}
