package dev.slipstream.spring;

import dev.slipstream.StartOptions;
import dev.slipstream.core.Telemetry;
import dev.slipstream.serializer.jackson.JacksonSerializer;
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
 * <p>All clients report to each {@link Telemetry} bean, and encode and decode payloads with the {@link JsonMapper} bean,
 * if there is one.
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
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<JsonMapper> mappers,
            ObjectProvider<Telemetry> listeners,
            ObjectProvider<ClientCustomizer> customizers) {
        BeansOfClient own = new BeansOfClient(beans, properties.clients().keySet());
        var all = customizers.orderedStream().toList();
        StartOptions.Builder common = StartOptions.builder()
                .telemetry(Telemetry.all(listeners.orderedStream().toArray(Telemetry[]::new)));
        mappers.ifAvailable(mapper -> common.serializer(JacksonSerializer.of(mapper)));
        return new ClientFactory(
                properties,
                new ClientConfigurations(properties, own, bundles.getIfAvailable(), all),
                own,
                beans,
                common.build(),
                all);
    }

    @Bean
    ChannelListeners slipstreamChannelListeners(
            ClientNames names, SlipstreamProperties properties, ConfigurableListableBeanFactory beans) {
        return new ChannelListeners(names, properties, beans);
    }

    @Bean
    ClientLifecycle slipstreamClientLifecycle(ClientNames names, ConfigurableListableBeanFactory beans) {
        return new ClientLifecycle(names, beans);
    }
}
