/**
 * The transport that uses {@link java.net.http.WebSocket}.
 *
 * <p>Begin with {@link dev.slipstream.transport.jdk.JdkTransportProvider}. This package may import only
 * {@code dev.slipstream.core}, its packages {@code transport} and {@code machine.websocket}, and the JDK.
 */
package dev.slipstream.transport.jdk;
