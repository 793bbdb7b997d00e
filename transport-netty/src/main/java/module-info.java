import org.jspecify.annotations.NullMarked;

/** The transport that uses Netty's sockets, TLS, HTTP and proxies, and the websocket frames of the core. */
@NullMarked
module dev.slipstream.transport.netty {
    requires transitive dev.slipstream.core;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.handler.proxy;
    requires io.netty.transport;
    requires static org.jspecify;

    exports dev.slipstream.transport.netty;

    provides dev.slipstream.core.transport.TransportProvider with
            dev.slipstream.transport.netty.NettyTransportProvider;
}
