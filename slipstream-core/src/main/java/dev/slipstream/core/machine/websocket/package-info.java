/**
 * The state machine of a websocket, which all transports share: its phases, bounds, deadlines and end. The package also
 * has a reader and a writer of websocket frames, for transports whose library handles no frames.
 *
 * <p>Begin with {@link dev.slipstream.core.machine.websocket.WebSocketTransport} to write a transport, and with
 * {@link dev.slipstream.core.machine.websocket.WebSocketMachine} to see how a websocket changes its state.
 * {@link dev.slipstream.core.machine.websocket.FrameReader} and
 * {@link dev.slipstream.core.machine.websocket.FrameWriter} turn bytes into frames and back. This package may
 * import only {@code dev.slipstream.core} and its package {@code transport}.
 */
package dev.slipstream.core.machine.websocket;
