/**
 * One websocket, for every transport: its phases, bounds, deadlines and its end, decided once and bound to a library by an
 * adapter.
 *
 * <p>Begin with {@link dev.slipstream.core.machine.websocket.WebSocketTransport}, if you write a transport, and with
 * {@link dev.slipstream.core.machine.websocket.WebSocketMachine}, which decides. May import: the vocabulary and the
 * transport port.
 */
package dev.slipstream.core.machine.websocket;
