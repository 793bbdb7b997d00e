/**
 * Phoenix's wire format over Jackson 3.
 *
 * <p>Begin with {@link dev.slipstream.serializer.jackson.JacksonSerializer}. May import: the package
 * {@code dev.slipstream.core}, the serializer port, Jackson.
 */
package dev.slipstream.serializer.jackson;
