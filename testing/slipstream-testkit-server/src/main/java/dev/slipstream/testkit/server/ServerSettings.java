package dev.slipstream.testkit.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Network settings of {@link PhoenixServer}.
 *
 * @param address the address to listen on
 * @param port the port to listen on; 0 for any free port
 * @param certificate the certificate for TLS; empty for {@code ws}
 */
public record ServerSettings(InetAddress address, int port, Optional<TestCertificate> certificate) {

    private static final InetAddress LOOPBACK = loopback();

    public ServerSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
    }

    /** The default: a free port of the loopback interface, without TLS. */
    public static ServerSettings standard() {
        return new ServerSettings(LOOPBACK, 0, Optional.empty());
    }

    /** Changes the address to listen on. Unless it is a loopback address, other machines may reach the server. */
    public ServerSettings withAddress(InetAddress chosen) {
        return new ServerSettings(chosen, port, certificate);
    }

    /** Changes the port, for example to restart a server at its former address. */
    public ServerSettings withPort(int number) {
        return new ServerSettings(address, number, certificate);
    }

    /** Enables TLS. */
    public ServerSettings withCertificate(TestCertificate shown) {
        return new ServerSettings(address, port, Optional.of(shown));
    }

    /** The IPv4 loopback address, even if the JVM prefers IPv6. */
    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("every JVM accepts an address of four bytes", e);
        }
    }
}
