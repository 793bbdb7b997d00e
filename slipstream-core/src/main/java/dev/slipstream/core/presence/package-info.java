/**
 * Presence: who is on a topic, as an immutable value that each state and each diff of the server replaces.
 *
 * <p>Begin with {@link dev.slipstream.core.presence.Presences}. May import: the vocabulary, and the persistent map of
 * {@code dev.slipstream.core.state}.
 */
@NullMarked
package dev.slipstream.core.presence;

import org.jspecify.annotations.NullMarked;
