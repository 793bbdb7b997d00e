package dev.slipstream.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Configuration;
import dev.slipstream.system.RoomChannel;
import dev.slipstream.testkit.server.Exchange;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.testkit.server.ServerSettings;
import dev.slipstream.transport.contract.FaultProxy;
import java.util.function.UnaryOperator;

/** A scenario with a server in this JVM and a proxy between that plays the network and its faults. */
final class ProxiedScenario extends FaultScenario implements AutoCloseable {

    private final PhoenixServer server;
    private final FaultProxy proxy;

    private ProxiedScenario(Carrier carrier, PhoenixServer server, FaultProxy proxy, Configuration configuration) {
        super(carrier, configuration);
        this.server = server;
        this.proxy = proxy;
    }

    /** Everything but the client is started. */
    static ProxiedScenario before(
            Carrier carrier, ServerSettings settings, UnaryOperator<Configuration.Builder> configuring) {
        PhoenixServer server = PhoenixServer.start(RoomChannel.endpoint(), settings);
        FaultProxy proxy = FaultProxy.before(server.uri());
        String uri = proxy.through(server.uri()).toString();
        return new ProxiedScenario(carrier, server, proxy, configuration(uri, configuring));
    }

    /** The client is connected and has joined its rooms. */
    static ProxiedScenario joined(Carrier carrier, UnaryOperator<Configuration.Builder> configuring)
            throws InterruptedException {
        ProxiedScenario scenario = before(carrier, ServerSettings.standard(), configuring);
        scenario.startAndJoin();
        return scenario;
    }

    FaultProxy proxy() {
        return proxy;
    }

    PhoenixServer server() {
        return server;
    }

    /** Each request has had its one outcome, and none was taken twice. */
    @Override
    public void close() {
        try (server;
                proxy) {
            proxy.flow();
            end();
            assertTakenOnce(server.exchanges().stream()
                    .filter(Exchange::isFromClient)
                    .map(Exchange::frame)
                    .toList());
            assertThat(server.crashes()).isEmpty();
            assertThat(proxy.failures()).isEmpty();
        }
    }
}
