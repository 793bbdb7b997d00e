package dev.slipstream.examples.guide;

import dev.slipstream.RunningClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Reply;
import dev.slipstream.opentelemetry.SlipstreamTracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Makes start options with a telemetry listener that sends spans to OpenTelemetry, and sends a request in a trace. */
final class Traced {

    private Traced() {}

    static StartOptions options(OpenTelemetry openTelemetry) {
        StartOptions options = StartOptions.builder()
                .telemetry(SlipstreamTracing.of(openTelemetry))
                .build();
        return options;
    }

    @SuppressWarnings("try") // no code reads the scope: it is only closed
    static CompletionStage<Reply> ask(RunningClient client, Tracer tracer) {
        Span order = tracer.spanBuilder("order").startSpan();
        try (Scope scope = order.makeCurrent()) {
            return client.request("orders:1", "quote", Map.of("item", 7)).whenComplete((reply, thrown) -> {
                Span.current().addEvent("answered"); // the span "order" is current here, too
                order.end();
            });
        }
    }
}
