package dev.slipstream.transport.tyrus.container;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * The way to a server, and what to say to it.
 *
 * @param address where TCP goes: to the server or to its proxy
 * @param tunnelRequest asks the proxy for a tunnel; empty without a proxy
 * @param tls the context of wss, for {@code host}; empty for ws
 * @param host the server's name, which its certificate must bear
 * @param upgradeRequest makes the request for upgrade of its key
 */
public record ConnectPlan(
        InetSocketAddress address,
        Optional<byte[]> tunnelRequest,
        Optional<SSLContext> tls,
        String host,
        Function<String, byte[]> upgradeRequest) {

    /** The address: requests hold secrets. */
    @Override
    public String toString() {
        return "ConnectPlan[" + address + (tunnelRequest.isPresent() ? ", a proxy" : "") + "]";
    }
}
