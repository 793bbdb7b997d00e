/**
 * The interface that serializers implement, and the binary frame layout that all serializers share.
 *
 * <p>Begin with {@link dev.slipstream.core.serializer.Serializer}. This package may import only
 * {@code dev.slipstream.core}, and {@code Frame} of its package {@code transport}.
 */
package dev.slipstream.core.serializer;
