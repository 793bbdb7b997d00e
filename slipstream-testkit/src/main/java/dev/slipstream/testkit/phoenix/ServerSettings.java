package dev.slipstream.testkit.phoenix;

import java.time.Duration;
import java.util.Optional;

/**
 * How {@link PhoenixServer} stands on the network.
 *
 * @param port on the loopback interface; 0 takes a free one
 * @param certificate of TLS, if it is to speak {@code wss}
 * @param gathering how long frames count as having come in one read, for those races of the model that are about it
 */
public record ServerSettings(int port, Optional<TestCertificate> certificate, Duration gathering) {

    public ServerSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
        if (gathering.isNegative()) {
            throw new IllegalArgumentException("time to gather frames is zero or more, not " + gathering);
        }
    }

    /** A free port, no TLS, no waiting. */
    public static ServerSettings standard() {
        return new ServerSettings(0, Optional.empty(), Duration.ZERO);
    }

    /** Listens on this port, for a server that comes back where it was. */
    public ServerSettings withPort(int number) {
        return new ServerSettings(number, certificate, gathering);
    }

    /** Speaks TLS. */
    public ServerSettings withCertificate(TestCertificate shown) {
        return new ServerSettings(port, Optional.of(shown), gathering);
    }

    /** Takes frames that come within this time as having come in one read. */
    public ServerSettings withGathering(Duration time) {
        return new ServerSettings(port, certificate, time);
    }
}
