/**
 * Phoenix's wire format over Jackson 3.
 *
 * <p>Begin with {@link dev.slipstream.serializer.jackson.JacksonSerializer}. This package may import only
 * the package {@code dev.slipstream.core}, the serializer port and Jackson.
 */
package dev.slipstream.serializer.jackson;
