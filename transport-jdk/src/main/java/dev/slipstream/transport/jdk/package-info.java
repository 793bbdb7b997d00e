/**
 * The transport that uses {@link java.net.http.WebSocket}.
 *
 * <p>Begin with {@link dev.slipstream.transport.jdk.JdkTransportProvider}. May import: core with its transport
 * interface and websocket machine, and the JDK.
 */
package dev.slipstream.transport.jdk;
