/**
 * The transport that uses Jakarta WebSocket, as Tyrus implements it on Grizzly.
 *
 * <p>Begin with {@link dev.slipstream.transport.tyrus.TyrusTransportProvider}. This package may import only
 * {@code dev.slipstream.core}, {@code dev.slipstream.core.transport}, {@code dev.slipstream.core.machine.websocket},
 * Jakarta WebSocket, Tyrus, Grizzly, and {@code dev.slipstream.transport.tyrus.container}.
 */
package dev.slipstream.transport.tyrus;
