/**
 * The transport port over Jakarta WebSocket, as Tyrus implements it on Grizzly.
 *
 * <p>Begin with {@link dev.slipstream.transport.tyrus.TyrusTransportProvider}. May import: the port, the
 * websocket machine, the vocabulary, Jakarta WebSocket, Tyrus, Grizzly, its container.
 */
package dev.slipstream.transport.tyrus;
