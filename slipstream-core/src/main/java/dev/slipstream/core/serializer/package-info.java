/**
 * The port for wire formats, and the binary layout that all of them share.
 *
 * <p>Begin with {@link dev.slipstream.core.serializer.Serializer}. May import: the vocabulary, and frames.
 */
package dev.slipstream.core.serializer;
