/**
 * Phoenix's wire format over Jackson 3.
 *
 * <p>Begin with {@link dev.slipstream.serializer.jackson.JacksonSerializer}. This package may import only
 * {@code dev.slipstream.core}, its package {@code serializer}, {@code Frame} of its package {@code transport}, and
 * Jackson.
 */
package dev.slipstream.serializer.jackson;
