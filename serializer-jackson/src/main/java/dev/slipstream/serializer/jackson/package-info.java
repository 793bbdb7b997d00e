/**
 * Phoenix's wire format, read and written with Jackson 3.
 *
 * <p>Begin with {@link dev.slipstream.serializer.jackson.JacksonSerializer}. This package may import only
 * Jackson, {@code dev.slipstream.core}, {@code dev.slipstream.core.serializer}, and the class {@code Frame} of
 * {@code dev.slipstream.core.transport}.
 */
package dev.slipstream.serializer.jackson;
