/**
 * The transport that uses Netty.
 *
 * <p>Begin with {@link dev.slipstream.transport.netty.NettyTransportProvider}. This package may import only
 * {@code dev.slipstream.core}, its packages {@code transport} and {@code machine.websocket}, and Netty.
 */
package dev.slipstream.transport.netty;
