/**
 * Presence: who is on a topic. An immutable value holds the list, and each state or diff of the server gives the next
 * value.
 *
 * <p>Begin with {@link dev.slipstream.core.presence.Presences}. This package may import only the package
 * {@code dev.slipstream.core}, and the persistent map of {@code dev.slipstream.core.state}.
 */
@NullMarked
package dev.slipstream.core.presence;

import org.jspecify.annotations.NullMarked;
