/**
 * The transport port: the interfaces between the core and a websocket library.
 *
 * <p>Begin with {@link dev.slipstream.core.transport.TransportProvider}. May import: the vocabulary.
 */
package dev.slipstream.core.transport;
