/**
 * The state machine of a websocket, which all transports share: its phases, bounds, deadlines and end.
 *
 * <p>Begin with {@link dev.slipstream.core.machine.websocket.WebSocketTransport} to write a transport, and with
 * {@link dev.slipstream.core.machine.websocket.WebSocketMachine} to see the decisions. May import:
 * {@code dev.slipstream.core} and its package {@code transport}.
 */
package dev.slipstream.core.machine.websocket;
