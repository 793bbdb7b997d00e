import org.jspecify.annotations.NullMarked;

/** A listener that turns the telemetry of clients into meters of a Micrometer registry. */
@NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Micrometer's jars declare no module
module dev.slipstream.micrometer {
    requires transitive dev.slipstream.core;
    requires transitive micrometer.core;
    requires static org.jspecify;

    exports dev.slipstream.micrometer;
}
