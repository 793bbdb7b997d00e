/**
 * The tap between Tyrus and its container: what Jakarta WebSocket does not tell, and the way to cut a socket.
 *
 * <p>Begin with {@link dev.slipstream.transport.tyrus.tap.TappedContainer}. May import: Tyrus.
 */
package dev.slipstream.transport.tyrus.tap;
