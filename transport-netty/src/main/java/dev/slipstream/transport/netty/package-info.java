/**
 * The transport that uses Netty.
 *
 * <p>Begin with {@link dev.slipstream.transport.netty.NettyTransportProvider}. This package may import only
 * {@code dev.slipstream.core}, {@code dev.slipstream.core.transport}, {@code dev.slipstream.core.machine.websocket},
 * and Netty.
 */
package dev.slipstream.transport.netty;
