package dev.slipstream.examples.guide;

import dev.slipstream.StartOptions;
import dev.slipstream.micrometer.SlipstreamMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** Makes start options with a telemetry listener whose meters are in a registry of Micrometer. */
final class Metered {

    private Metered() {}

    static StartOptions options(MeterRegistry registry) {
        StartOptions options =
                StartOptions.builder().telemetry(SlipstreamMetrics.of(registry)).build();
        return options;
    }

    static StartOptions taggedOptions(MeterRegistry registry) {
        SlipstreamMetrics metrics = SlipstreamMetrics.builder(registry)
                .tags(Tags.of("client", "orders"))
                .topicTag(topic -> topic.startsWith("rooms:") ? "rooms:*" : "other")
                .build();
        return StartOptions.builder().telemetry(metrics).build();
    }
}
