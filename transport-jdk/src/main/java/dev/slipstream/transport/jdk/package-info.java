/**
 * The transport that uses {@link java.net.http.WebSocket}.
 *
 * <p>Begin with {@link dev.slipstream.transport.jdk.JdkTransportProvider}. This package may import only core with
 * its transport interface and websocket machine, and the JDK.
 */
package dev.slipstream.transport.jdk;
