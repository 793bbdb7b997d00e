package dev.slipstream.spring;

import dev.slipstream.StartOptions;
import dev.slipstream.core.Telemetry;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the beans of the configured clients, if there are any.
 *
 * <p>All clients report to each {@link Telemetry} bean, and to the meters and spans of the starter. They encode and
 * decode payloads with the {@link JsonMapper} bean, if there is exactly one, or one of them is primary.
 */
@AutoConfiguration
@Conditional(ConfiguredClients.class)
@EnableConfigurationProperties(SlipstreamProperties.class)
public class SlipstreamAutoConfiguration {

    /** Called by Spring. */
    public SlipstreamAutoConfiguration() {}

    @Bean
    static ClientDefinitions slipstreamClientDefinitions() {
        return new ClientDefinitions();
    }

    @Bean(ClientDefinitions.FACTORY)
    ClientFactory slipstreamClientFactory(
            SlipstreamProperties properties,
            ConfigurableListableBeanFactory beans,
            ObjectProvider<ClientConnectionDetails> connections,
            ObjectProvider<TestServerUri> testServers,
            ObjectProvider<ClientRuntime> runtimes,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<JsonMapper> mappers,
            ObjectProvider<Telemetry> shared,
            ObjectProvider<ClientTelemetry> ofClients,
            ObjectProvider<ClientCustomizer> customizers) {
        BeansOfClient own = new BeansOfClient(beans, properties.clients().keySet());
        var all = customizers.orderedStream().toList();
        StartOptions.Builder common = StartOptions.builder();
        mappers.ifUnique(mapper -> common.serializer(JacksonSerializer.of(mapper)));
        ClientRuntime runtime = runtimes.getIfAvailable(() -> ClientRuntime.REAL);
        return new ClientFactory(
                properties,
                new ClientConfigurations(
                        properties,
                        own,
                        connection(testServers.getIfAvailable(), connections),
                        bundles.getIfAvailable(),
                        runtime.usesNetwork(),
                        all),
                own,
                beans,
                runtime,
                common.build(),
                client -> Telemetry.all(
                        Stream.concat(shared.orderedStream(), ofClients.stream().map(made -> made.of(client)))
                                .toArray(Telemetry[]::new)),
                all);
    }

    /** Prefers the server that a test has started, so that the test never connects to another server. */
    private static @Nullable ClientConnectionDetails connection(
            @Nullable TestServerUri testServer, ObjectProvider<ClientConnectionDetails> connections) {
        return testServer == null ? connections.getIfAvailable() : testServer::of;
    }

    @Bean
    ChannelListeners slipstreamChannelListeners(
            ClientNames names, ClientFactory clients, ConfigurableListableBeanFactory beans) {
        return new ChannelListeners(names, clients, beans);
    }

    @Bean
    ClientLifecycle slipstreamClientLifecycle(
            ClientNames names, SlipstreamProperties properties, ConfigurableListableBeanFactory beans) {
        return new ClientLifecycle(names, properties, beans);
    }
}
