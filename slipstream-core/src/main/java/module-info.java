import org.jspecify.annotations.NullMarked;

/**
 * The deterministic core of Slipstream: no I/O, no threads, no clock and no randomness.
 *
 * <p>This module has the types that users see (socket, events, commands, payloads and options), the state machines,
 * and the interfaces that serializers and transports implement. The same inputs give the same effects in any JVM. The
 * caller passes the time and random seeds as values.
 */
@NullMarked
@SuppressWarnings("module") // The modules named in exports do not exist yet when this module is compiled.
module dev.slipstream.core {
    requires static org.jspecify;

    exports dev.slipstream.core;
    exports dev.slipstream.core.presence;
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
