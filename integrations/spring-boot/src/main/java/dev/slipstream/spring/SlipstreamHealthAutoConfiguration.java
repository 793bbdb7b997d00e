package dev.slipstream.spring;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Contributes {@code slipstream} to the health of the application: one component for each client. The property
 * {@code management.health.slipstream.enabled} turns it off.
 */
@AutoConfiguration(after = SlipstreamAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("slipstream")
@Conditional(ConfiguredClients.class)
public class SlipstreamHealthAutoConfiguration {

    /** Called by Spring. */
    public SlipstreamHealthAutoConfiguration() {}

    @Bean
    HealthContributor slipstreamHealthContributor(ClientNames names, ClientFactory clients) {
        Map<String, HealthContributor> all = new TreeMap<>();
        Stream.concat(names.sockets().stream(), names.callbacks().stream())
                .forEach(client -> all.put(client, new ClientHealth(clients.watch(client))));
        return CompositeHealthContributor.fromMap(all);
    }
}
