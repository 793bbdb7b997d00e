/**
 * Phoenix's wire format over Jackson 3.
 *
 * <p>Begin with {@link dev.slipstream.serializer.jackson.JacksonSerializer}. May import: the vocabulary, the serializer
 * port, Jackson.
 */
package dev.slipstream.serializer.jackson;
