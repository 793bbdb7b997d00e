package dev.slipstream.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Configuration;
import dev.slipstream.system.RoomChannel;
import dev.slipstream.testkit.server.Exchange;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.testkit.server.ServerSettings;
import dev.slipstream.transport.contract.FaultProxy;
import java.util.function.UnaryOperator;

/** A scenario with a server in this JVM. A proxy in front of the server causes the network's faults. */
final class ProxiedScenario extends FaultScenario implements AutoCloseable {

    private final PhoenixServer server;
    private final FaultProxy proxy;

    private ProxiedScenario(
            TestedTransport transport, PhoenixServer server, FaultProxy proxy, Configuration configuration) {
        super(transport, configuration);
        this.server = server;
        this.proxy = proxy;
    }

    /** Starts the server and the proxy, but not the client. */
    static ProxiedScenario before(
            TestedTransport transport, ServerSettings settings, UnaryOperator<Configuration.Builder> configuring) {
        PhoenixServer server = PhoenixServer.start(RoomChannel.endpoint(), settings);
        FaultProxy proxy = FaultProxy.before(server.uri());
        String uri = proxy.through(server.uri()).toString();
        return new ProxiedScenario(transport, server, proxy, configuration(uri, configuring));
    }

    /** Starts everything, and waits until the client is connected and has joined its rooms. */
    static ProxiedScenario joined(TestedTransport transport, UnaryOperator<Configuration.Builder> configuring)
            throws InterruptedException {
        ProxiedScenario scenario = before(transport, ServerSettings.standard(), configuring);
        scenario.startAndJoin();
        return scenario;
    }

    FaultProxy proxy() {
        return proxy;
    }

    PhoenixServer server() {
        return server;
    }

    /** Also checks that each request had one outcome and that none was received twice. */
    @Override
    public void close() {
        try (server;
                proxy) {
            proxy.flow();
            end();
            assertReceivedOnce(server.exchanges().stream()
                    .filter(Exchange::isFromClient)
                    .map(Exchange::frame)
                    .toList());
            assertThat(server.crashes()).isEmpty();
            assertThat(proxy.failures()).isEmpty();
        }
    }
}
