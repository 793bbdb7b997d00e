package dev.slipstream.opentelemetry;

import dev.slipstream.core.Observation;
import dev.slipstream.core.Telemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import java.util.Objects;

/**
 * A listener that makes spans of OpenTelemetry for the connects, joins, requests and callbacks of clients, and passes
 * the context of callers to callbacks and replies.
 *
 * <pre>{@code StartOptions options = StartOptions.builder()
 *         .telemetry(SlipstreamTracing.of(openTelemetry))
 *         .build();
 * }</pre>
 *
 * <p>The names of attributes follow the semantic conventions, version {@value #CONVENTIONS}. The page {@code
 * docs/telemetry.md} lists the spans. Any number of clients may share one listener.
 *
 * <p>If your code calls {@code request}, {@code run}, {@code push}, {@code send}, {@code cast} or {@code call} of a
 * running client, the client later handles this call in a callback. The parent of this callback's span is the span that
 * was current when your code made the call. The span of a join or request is a child of the span of the callback that
 * sends it. Other callbacks, such as {@code handleMessage}, begin a trace of their own. While a callback runs, its span
 * is current. If a callback runs a handler of a channel handle and this handler throws, the span of the callback has
 * the status error.
 *
 * <p>No attribute holds a payload, a query, a header, a token, the text of a close frame, or the message of an
 * exception. Topics and event names are attributes: keep secrets out of them.
 */
public final class SlipstreamTracing implements Telemetry {

    /** The version of the semantic conventions that name the attributes. */
    public static final String CONVENTIONS = "1.37.0";

    private final Tracer tracer;
    private final Attributes attributes;

    private SlipstreamTracing(Builder options) {
        TracerBuilder builder = options.openTelemetry
                .getTracerProvider()
                .tracerBuilder("dev.slipstream")
                .setSchemaUrl("https://opentelemetry.io/schemas/" + CONVENTIONS);
        this.tracer = builder.build();
        this.attributes = options.attributes;
    }

    /** Returns a listener whose spans go to this OpenTelemetry. */
    public static SlipstreamTracing of(OpenTelemetry openTelemetry) {
        return builder(openTelemetry).build();
    }

    /** Returns a builder of a listener whose spans go to this OpenTelemetry. */
    public static Builder builder(OpenTelemetry openTelemetry) {
        return new Builder(openTelemetry);
    }

    /** Does nothing: the listener of each client makes the spans. */
    @Override
    public void observed(Observation observation) {
        // the library passes the observations of a client to the listener that ofClient returns
    }

    /** Returns the listener of one client, which makes the spans. */
    @Override
    public Telemetry ofClient(String trace) {
        return new ClientTracing(tracer, attributes, trace);
    }

    /** Collects the options of a listener. */
    public static final class Builder {

        private final OpenTelemetry openTelemetry;
        private Attributes attributes = Attributes.empty();

        private Builder(OpenTelemetry openTelemetry) {
            this.openTelemetry = Objects.requireNonNull(openTelemetry, "openTelemetry");
        }

        /** Adds attributes to every span, for example {@code server.address} or the name of a client. */
        public Builder attributes(Attributes more) {
            attributes = attributes.toBuilder().putAll(more).build();
            return this;
        }

        /** Builds the listener. */
        public SlipstreamTracing build() {
            return new SlipstreamTracing(this);
        }
    }
}
