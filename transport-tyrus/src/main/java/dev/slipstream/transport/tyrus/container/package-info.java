/**
 * The container for Tyrus on Grizzly. It handles TCP, TLS, proxies and the HTTP of the handshake.
 *
 * <p>Begin with {@link dev.slipstream.transport.tyrus.container.GrizzlyContainer}. This package may import only
 * Grizzly, Tyrus, and the serial queue of core.
 */
package dev.slipstream.transport.tyrus.container;
