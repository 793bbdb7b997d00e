/**
 * The serializer port: the interface of wire formats, and the binary layout that they share.
 *
 * <p>Begin with {@link dev.slipstream.core.serializer.Serializer}. May import: the vocabulary, and frames.
 */
package dev.slipstream.core.serializer;
