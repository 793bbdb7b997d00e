import org.jspecify.annotations.NullMarked;

/** Runnable, tested examples. A test checks that every Java block in the README and in {@code docs/} occurs here. */
@NullMarked
@SuppressWarnings("requires-automatic") // the jars of Micrometer and OpenTelemetry
module dev.slipstream.examples {
    requires dev.slipstream.api;
    requires dev.slipstream.micrometer;
    requires dev.slipstream.opentelemetry;
    requires dev.slipstream.testkit;
    requires dev.slipstream.testkit.server;
    requires static org.jspecify;
}
