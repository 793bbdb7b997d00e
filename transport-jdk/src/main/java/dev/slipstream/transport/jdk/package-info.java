/**
 * The transport port over {@link java.net.http.WebSocket}.
 *
 * <p>Begin with {@link dev.slipstream.transport.jdk.JdkTransportProvider}. May import: the port, the websocket machine,
 * the vocabulary, the JDK.
 */
package dev.slipstream.transport.jdk;
