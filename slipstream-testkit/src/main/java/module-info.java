import org.jspecify.annotations.NullMarked;

/** Test a client without a network, in virtual time, or against an embedded Phoenix. */
@NullMarked
module dev.slipstream.testkit {
    requires transitive dev.slipstream.api;
    requires transitive org.assertj.core;
    requires dev.slipstream.serializer.jackson;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.websocket.core.server;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;

    exports dev.slipstream.testkit;
    exports dev.slipstream.testkit.junit;
    exports dev.slipstream.testkit.phoenix;
    exports dev.slipstream.testkit.simulation;
    exports dev.slipstream.testkit.transport;
}
