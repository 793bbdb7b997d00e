import org.jspecify.annotations.NullMarked;

/** A listener that turns the telemetry of clients into spans of OpenTelemetry, and passes contexts to callbacks. */
@NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // OpenTelemetry's jars declare no module
module dev.slipstream.opentelemetry {
    requires transitive dev.slipstream.core;
    requires transitive io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires static org.jspecify;

    exports dev.slipstream.opentelemetry;
}
