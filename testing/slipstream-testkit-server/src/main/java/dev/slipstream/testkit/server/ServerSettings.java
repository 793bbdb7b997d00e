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
 * @param isCompressing whether the server accepts offers of compression, like a Phoenix socket with {@code compress:
 *     true}
 */
public record ServerSettings(
        InetAddress address, int port, Optional<TestCertificate> certificate, boolean isCompressing) {

    private static final InetAddress LOOPBACK = loopback();

    public ServerSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
    }

    /** The default: a free port of the loopback interface, without TLS and compression. */
    public static ServerSettings standard() {
        return new ServerSettings(LOOPBACK, 0, Optional.empty(), false);
    }

    /** Changes the address to listen on. Unless it is a loopback address, other machines may reach the server. */
    public ServerSettings withAddress(InetAddress chosen) {
        return new ServerSettings(chosen, port, certificate, isCompressing);
    }

    /** Changes the port, for example to restart a server at its former address. */
    public ServerSettings withPort(int number) {
        return new ServerSettings(address, number, certificate, isCompressing);
    }

    /** Enables TLS. */
    public ServerSettings withCertificate(TestCertificate shown) {
        return new ServerSettings(address, port, Optional.of(shown), isCompressing);
    }

    /** Accepts offers of compression (permessage-deflate), and then compresses every message. */
    public ServerSettings withCompression() {
        return new ServerSettings(address, port, certificate, true);
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
