package dev.slipstream.system.scenarios;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.netty.NettyTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A transport and a format for the scenarios. With {@code -Dphoenix.uri=ws://localhost:4000} the scenarios run against
 * a real Phoenix, which does not support the packed format.
 */
enum Setup {
    JDK_JSON(new JdkTransportProvider(), false),
    JDK_PACKED(new JdkTransportProvider(), true),
    TYRUS_JSON(new TyrusTransportProvider(), false),
    TYRUS_PACKED(new TyrusTransportProvider(), true),
    NETTY_JSON(new NettyTransportProvider(), false),
    NETTY_PACKED(new NettyTransportProvider(), true);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Optional<String> PHOENIX = Optional.ofNullable(System.getProperty("phoenix.uri"));

    private final TransportProvider transport;
    private final boolean isPacked;

    Setup(TransportProvider transport, boolean isPacked) {
        this.transport = transport;
        this.isPacked = isPacked;
    }

    /** Starts the server, unless the scenarios run against a real Phoenix. */
    Optional<PhoenixServer> server() {
        assumeTrue(PHOENIX.isEmpty() || !isPacked, "a real Phoenix does not support the packed format");
        return PHOENIX.isPresent() ? Optional.empty() : Optional.of(PhoenixServer.start(TestChannel.endpoint()));
    }

    URI uri(Optional<PhoenixServer> server) {
        return server.map(own -> own.uri(isPacked ? "/packed" : "/socket"))
                .orElseGet(() -> URI.create(PHOENIX.orElseThrow() + "/socket/websocket"));
    }

    /** The configuration of a client that does not reconnect. */
    Configuration.Builder configuration(Optional<PhoenixServer> server) {
        return Configuration.builder(uri(server))
                .reconnectPolicy(ReconnectPolicy.never())
                .connectTimeout(PATIENCE)
                .joinTimeout(PATIENCE)
                .requestTimeout(PATIENCE);
    }

    StartOptions options() {
        StartOptions.Builder options = StartOptions.builder().transport(transport);
        return (isPacked ? options.serializer(new PackedSerializer()) : options).build();
    }
}
