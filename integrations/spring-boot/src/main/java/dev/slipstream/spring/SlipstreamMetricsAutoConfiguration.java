package dev.slipstream.spring;

import dev.slipstream.core.Telemetry;
import dev.slipstream.micrometer.SlipstreamMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Reports each configured client to the {@link MeterRegistry} bean, if {@code slipstream-micrometer} and the bean are
 * there. Each meter has the tag {@code client} with the client's name. The property {@code slipstream.metrics.enabled}
 * turns it off. It also does nothing if a {@link Telemetry} bean is or contains a {@link SlipstreamMetrics}, so
 * that nothing is counted twice.
 */
@AutoConfiguration(
        before = SlipstreamAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass({MeterRegistry.class, SlipstreamMetrics.class})
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "slipstream.metrics.enabled", matchIfMissing = true)
@Conditional(ConfiguredClients.class)
public class SlipstreamMetricsAutoConfiguration {

    /** Called by Spring. */
    public SlipstreamMetricsAutoConfiguration() {}

    @Bean
    ClientTelemetry slipstreamClientMetrics(MeterRegistry registry, ObjectProvider<Telemetry> listeners) {
        if (listeners.stream().anyMatch(listener -> listener.contains(SlipstreamMetrics.class))) {
            return client -> Telemetry.SILENT;
        }
        return client -> SlipstreamMetrics.builder(registry)
                .tags(Tags.of("client", client))
                .build();
    }
}
