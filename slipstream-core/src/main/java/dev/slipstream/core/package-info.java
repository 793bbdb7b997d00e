/**
 * The types that users of a Phoenix client see: socket, events, commands, payloads and options.
 *
 * <p>Begin with {@link dev.slipstream.core.Socket}, {@link dev.slipstream.core.Event} and
 * {@link dev.slipstream.core.Command}. May import: nothing of this project, except that
 * {@code Socket} names its implementation {@code LiveSocket}.
 */
package dev.slipstream.core;
