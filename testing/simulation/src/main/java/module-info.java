import org.jspecify.annotations.NullMarked;

/** Runs the library's client and connection processes on a simulated network, in virtual time. */
@NullMarked
module dev.slipstream.simulation {
    requires transitive dev.slipstream.api;
    requires transitive dev.slipstream.testkit;
    requires dev.slipstream.serializer.jackson;
    requires static org.jspecify;

    exports dev.slipstream.simulation;
}
