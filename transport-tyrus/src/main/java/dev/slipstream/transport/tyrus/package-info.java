/**
 * The transport that uses Jakarta WebSocket, as Tyrus implements it on Grizzly.
 *
 * <p>Begin with {@link dev.slipstream.transport.tyrus.TyrusTransportProvider}. This package may import only
 * {@code dev.slipstream.core}, its packages {@code transport} and {@code machine.websocket}, Jakarta WebSocket, Tyrus,
 * Grizzly, and the package {@code container}.
 */
package dev.slipstream.transport.tyrus;
