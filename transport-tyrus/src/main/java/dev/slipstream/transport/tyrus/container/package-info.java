/**
 * The container for Tyrus on Grizzly. It handles TCP, TLS, proxies and the HTTP of the handshake.
 *
 * <p>Begin with {@link dev.slipstream.transport.tyrus.container.GrizzlyContainer}. This package may import only
 * Grizzly, Tyrus, and {@code SerialQueue} of {@code dev.slipstream.core.machine.websocket}.
 */
package dev.slipstream.transport.tyrus.container;
