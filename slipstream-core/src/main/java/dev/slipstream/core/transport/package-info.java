/**
 * The interfaces between the core and a websocket library.
 *
 * <p>Begin with {@link dev.slipstream.core.transport.TransportProvider}. May import:
 * {@code dev.slipstream.core}.
 */
package dev.slipstream.core.transport;
