/**
 * The transport that uses {@link java.net.http.WebSocket}.
 *
 * <p>Begin with {@link dev.slipstream.transport.jdk.JdkTransportProvider}. This package may import only
 * {@code dev.slipstream.core}, {@code dev.slipstream.core.transport}, {@code dev.slipstream.core.machine.websocket},
 * and the JDK.
 */
package dev.slipstream.transport.jdk;
