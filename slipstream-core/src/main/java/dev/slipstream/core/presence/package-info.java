/**
 * Presence: who is on a topic. An immutable value holds the list, and each state or diff of the server gives the next
 * value.
 *
 * <p>Begin with {@link dev.slipstream.core.presence.Presences}. This package may import only the package
 * {@code dev.slipstream.core}, and {@code PersistentMap} of its package {@code state}.
 */
@NullMarked
package dev.slipstream.core.presence;

import org.jspecify.annotations.NullMarked;
