package dev.slipstream.core;

/**
 * What turns a value into a payload: the part of a serializer that a token needs.
 *
 * <p>A token encodes when it is pushed, on the caller's thread: what cannot be encoded throws there, and a map that
 * changes later changes nothing.
 */
public interface Encoder {

    /**
     * Encodes a value.
     *
     * @param value anything the JSON library can write; a {@link Payload} stands for itself, a {@code byte[]} becomes a
     *     binary payload
     * @throws IllegalArgumentException if the value cannot be encoded; the message names its class, never its content
     */
    Payload encode(Object value);
}
