package dev.slipstream.spring;

import dev.slipstream.core.Telemetry;
import dev.slipstream.micrometer.SlipstreamMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Reports each configured client to the {@link MeterRegistry} bean, if {@code slipstream-micrometer} and the bean are
 * there. Each meter has the tag {@code client} with the client's name. A {@link TopicTag} bean adds the tag
 * {@code topic}. The property {@code slipstream.metrics.enabled} turns the meters off. They are also off if there are
 * several registries and none is primary. They are off, too, if a {@link Telemetry} bean is or contains a
 * {@link SlipstreamMetrics}, so that nothing is counted twice.
 */
@AutoConfiguration(
        before = SlipstreamAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass({MeterRegistry.class, SlipstreamMetrics.class})
@ConditionalOnSingleCandidate(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "slipstream.metrics.enabled", matchIfMissing = true)
@Conditional(ConfiguredClients.class)
public class SlipstreamMetricsAutoConfiguration {

    /** Called by Spring. */
    public SlipstreamMetricsAutoConfiguration() {}

    @Bean
    ClientTelemetry slipstreamClientMetrics(
            MeterRegistry registry, ObjectProvider<TopicTag> topicTags, ObjectProvider<Telemetry> listeners) {
        if (listeners.stream().anyMatch(listener -> listener.contains(SlipstreamMetrics.class))) {
            return client -> Telemetry.SILENT;
        }
        return client -> {
            SlipstreamMetrics.Builder meters =
                    SlipstreamMetrics.builder(registry).tags(Tags.of("client", client));
            topicTags.ifAvailable(tag -> meters.topicTag(tag::of));
            return meters.build();
        };
    }
}
