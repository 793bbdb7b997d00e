/**
 * The types that users of a Phoenix client see: socket, events, commands, payloads and options.
 *
 * <p>Begin with {@link dev.slipstream.core.Socket}, {@link dev.slipstream.core.Event} and
 * {@link dev.slipstream.core.Command}. This package may import no other package of this project, with one exception:
 * {@code Socket} names its implementation {@code LiveSocket}.
 */
package dev.slipstream.core;
