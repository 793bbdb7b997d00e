import org.jspecify.annotations.NullMarked;

/**
 * The pure core of Slipstream: deterministic, without I/O, threads, a clock or randomness.
 *
 * <p>It has the vocabulary (socket, events, commands, payloads and options), the state machines, and the ports: the
 * interfaces of serializers and transports. The same inputs give the same effects in any JVM. The caller passes the
 * time and random seeds as values.
 */
@NullMarked
@SuppressWarnings("module") // The modules named in exports do not exist yet when this module is compiled.
module dev.slipstream.core {
    requires static org.jspecify;

    exports dev.slipstream.core;
    exports dev.slipstream.core.serializer;
    exports dev.slipstream.core.transport;
    exports dev.slipstream.core.machine.websocket;
    exports dev.slipstream.core.state to
            dev.slipstream.api,
            dev.slipstream.testkit;
    exports dev.slipstream.core.machine to
            dev.slipstream.api,
            dev.slipstream.testkit;
    exports dev.slipstream.core.machine.client to
            dev.slipstream.api,
            dev.slipstream.testkit;
    exports dev.slipstream.core.machine.connection to
            dev.slipstream.api,
            dev.slipstream.testkit,
            dev.slipstream.testkit.server;
    exports dev.slipstream.core.machine.time to
            dev.slipstream.api,
            dev.slipstream.testkit;
}
