package dev.slipstream.spring;

import dev.slipstream.core.Telemetry;
import dev.slipstream.opentelemetry.SlipstreamTracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Makes spans for each configured client, if {@code slipstream-opentelemetry} and an {@link OpenTelemetry} bean are
 * there. Each span has the attribute {@code slipstream.name} with the client's name. The property
 * {@code slipstream.tracing.enabled} turns the spans off. They are also off if there are several {@code OpenTelemetry}
 * beans and none is primary. They are off, too, if a {@link Telemetry} bean is or contains a
 * {@link SlipstreamTracing}, so that no span is made twice.
 */
@AutoConfiguration(
        before = SlipstreamAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
            "io.opentelemetry.instrumentation.spring.autoconfigure.OpenTelemetryAutoConfiguration"
        })
@ConditionalOnClass({OpenTelemetry.class, SlipstreamTracing.class})
@ConditionalOnSingleCandidate(OpenTelemetry.class)
@ConditionalOnBooleanProperty(name = "slipstream.tracing.enabled", matchIfMissing = true)
@Conditional(ConfiguredClients.class)
public class SlipstreamTracingAutoConfiguration {

    private static final AttributeKey<String> NAME = AttributeKey.stringKey("slipstream.name");

    /** Called by Spring. */
    public SlipstreamTracingAutoConfiguration() {}

    @Bean
    ClientTelemetry slipstreamClientTracing(OpenTelemetry openTelemetry, ObjectProvider<Telemetry> listeners) {
        if (listeners.stream().anyMatch(listener -> listener.contains(SlipstreamTracing.class))) {
            return client -> Telemetry.SILENT;
        }
        return client -> SlipstreamTracing.builder(openTelemetry)
                .attributes(Attributes.of(NAME, client))
                .build();
    }
}
