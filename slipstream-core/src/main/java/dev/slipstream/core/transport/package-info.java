/**
 * The interfaces between the core and a websocket library.
 *
 * <p>Begin with {@link dev.slipstream.core.transport.TransportProvider}. Of this project, this package may import only
 * {@code dev.slipstream.core}.
 */
package dev.slipstream.core.transport;
