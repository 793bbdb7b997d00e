/**
 * The transport that uses Netty.
 *
 * <p>Begin with {@link dev.slipstream.transport.netty.NettyTransportProvider}. This package may import only core with
 * its transport interface and websocket machine, and Netty.
 */
package dev.slipstream.transport.netty;
