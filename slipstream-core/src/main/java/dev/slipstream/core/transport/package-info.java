/**
 * The port for websocket libraries.
 *
 * <p>Begin with {@link dev.slipstream.core.transport.TransportProvider}. May import: the vocabulary.
 */
package dev.slipstream.core.transport;
