import org.jspecify.annotations.NullMarked;

/** Test a client without a network, in virtual time. */
@NullMarked
@SuppressWarnings("module") // javac does not know the module of the simulation yet: it is compiled later
module dev.slipstream.testkit {
    requires transitive dev.slipstream.api;
    requires transitive org.assertj.core;
    requires dev.slipstream.serializer.jackson;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;

    exports dev.slipstream.testkit;
    exports dev.slipstream.testkit.junit;
    exports dev.slipstream.testkit.phoenix;
    exports dev.slipstream.testkit.time to
            dev.slipstream.simulation;
}
