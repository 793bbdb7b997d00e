package dev.slipstream.examples.guide;

import dev.slipstream.StartOptions;
import dev.slipstream.core.Observation;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a client does, for a metrics library. */
final class CountingTelemetry {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    StartOptions counted() {
        StartOptions options = StartOptions.builder()
                .telemetry(observation -> {
                    switch (observation) {
                        case Observation.Span.RequestEnded ended -> time(ended.outcome(), ended.took());
                        case Observation.FrameDropped dropped ->
                            count(dropped.reason().name());
                        default -> {}
                    }
                })
                .build();
        return options;
    }

    private void time(String name, Duration took) {
        count(name);
        counts.computeIfAbsent(name + ".millis", unused -> new LongAdder()).add(took.toMillis());
    }

    private void count(String name) {
        counts.computeIfAbsent(name, unused -> new LongAdder()).increment();
    }
}
