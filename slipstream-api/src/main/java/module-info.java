import org.jspecify.annotations.NullMarked;

/** The API that users start: clients, the processes that run them, and blocking sessions. */
@NullMarked
@SuppressWarnings("module") // the test kit is not there yet when this module is compiled
module dev.slipstream.api {
    requires transitive dev.slipstream.core;
    requires static jdk.jfr; // where it is, JfrTelemetry records
    requires static org.jspecify;

    exports dev.slipstream;
    exports dev.slipstream.process to
            dev.slipstream.testkit;

    uses dev.slipstream.core.serializer.SerializerProvider;
    uses dev.slipstream.core.transport.TransportProvider;
}
