/**
 * The transport that uses Jakarta WebSocket, as Tyrus implements it on Grizzly.
 *
 * <p>Begin with {@link dev.slipstream.transport.tyrus.TyrusTransportProvider}. This package may import only core with
 * its transport interface and websocket machine, Jakarta WebSocket, Tyrus, Grizzly, and the package of the container.
 */
package dev.slipstream.transport.tyrus;
