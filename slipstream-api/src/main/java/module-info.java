import org.jspecify.annotations.NullMarked;

/** The API that users start: clients, the processes that run them, and blocking sessions. */
@NullMarked
@SuppressWarnings("module") // the modules named in exports are compiled after this one
module dev.slipstream.api {
    requires transitive dev.slipstream.core;
    requires static jdk.jfr; // optional: only JfrTelemetry needs it
    requires static org.jspecify;

    exports dev.slipstream;
    exports dev.slipstream.channels;
    exports dev.slipstream.process to
            dev.slipstream.simulation,
            dev.slipstream.testkit;

    uses dev.slipstream.core.serializer.SerializerProvider;
    uses dev.slipstream.core.transport.TransportProvider;
}
