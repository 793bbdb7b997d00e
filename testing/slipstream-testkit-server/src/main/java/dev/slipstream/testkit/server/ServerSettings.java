package dev.slipstream.testkit.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * How {@link PhoenixServer} stands on the network.
 *
 * @param address that it listens on
 * @param port of that address; 0 takes a free one
 * @param certificate of TLS, if it is to speak {@code wss}
 * @param gathering how long frames count as having come in one read, for those races of the model that are about it
 */
public record ServerSettings(InetAddress address, int port, Optional<TestCertificate> certificate, Duration gathering) {

    private static final InetAddress LOOPBACK = loopback();

    public ServerSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
        if (gathering.isNegative()) {
            throw new IllegalArgumentException("time to gather frames is zero or more, not " + gathering);
        }
    }

    /** A free port of the loopback interface, no TLS, no waiting. */
    public static ServerSettings standard() {
        return new ServerSettings(LOOPBACK, 0, Optional.empty(), Duration.ZERO);
    }

    /** Listens on this address of the machine: then others than this machine may reach it, and its channels. */
    public ServerSettings withAddress(InetAddress chosen) {
        return new ServerSettings(chosen, port, certificate, gathering);
    }

    /** Listens on this port, for a server that comes back where it was. */
    public ServerSettings withPort(int number) {
        return new ServerSettings(address, number, certificate, gathering);
    }

    /** Speaks TLS. */
    public ServerSettings withCertificate(TestCertificate shown) {
        return new ServerSettings(address, port, Optional.of(shown), gathering);
    }

    /** Takes frames that come within this time as having come in one read. */
    public ServerSettings withGathering(Duration time) {
        return new ServerSettings(address, port, certificate, time);
    }

    /** Of IPv4, whatever the JVM prefers. */
    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
