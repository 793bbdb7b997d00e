package dev.slipstream.bench.peer;

import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.netty.NettyTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;

/** Makes the clients under comparison. */
final class Peers {

    private Peers() {}

    /**
     * Makes a client that is not connected yet. Loads only the classes of this client.
     *
     * @throws IllegalArgumentException if no kind of client has this name
     */
    static Peer of(String kind) {
        return switch (kind) {
            case "jdk" -> new JdkPeer();
            case "tyrus" -> new TyrusPeer();
            case "java-phoenix" -> new JavaPhoenixPeer();
            case "slipstream-jdk" -> new SlipstreamPeer(new JdkTransportProvider());
            case "slipstream-netty" -> new SlipstreamPeer(new NettyTransportProvider());
            case "slipstream-tyrus" -> new SlipstreamPeer(new TyrusTransportProvider());
            case "channels-jdk" -> new ChannelPeer(new JdkTransportProvider());
            case "channels-netty" -> new ChannelPeer(new NettyTransportProvider());
            case "session-jdk" -> new SessionPeer(new JdkTransportProvider());
            case "session-netty" -> new SessionPeer(new NettyTransportProvider());
            case "session-tyrus" -> new SessionPeer(new TyrusTransportProvider());
            default -> throw new IllegalArgumentException("unknown kind of client: " + kind);
        };
    }
}
