import org.jspecify.annotations.NullMarked;

/** Runnable, tested examples, and most of the Java code that the README and the pages of {@code docs/} show. */
@NullMarked
@SuppressWarnings("requires-automatic") // the jars of Micrometer and OpenTelemetry are automatic modules
module dev.slipstream.examples {
    requires dev.slipstream.api;
    requires dev.slipstream.micrometer;
    requires dev.slipstream.opentelemetry;
    requires dev.slipstream.testkit;
    requires dev.slipstream.testkit.server;
    requires static org.jspecify;
}
