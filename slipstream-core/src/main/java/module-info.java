import org.jspecify.annotations.NullMarked;

/**
 * The pure inside of Slipstream: deterministic; no I/O, no threads, no clock, no randomness of its own.
 *
 * <p>Vocabulary, socket, machines and ports. The same inputs give the same effects in any JVM; whatever touches the
 * world (sockets, timers, random seeds) lives outside and comes in as a value.
 */
@NullMarked
@SuppressWarnings("module") // the friends of the machines are not there yet when this is compiled
module dev.slipstream.core {
    requires static org.jspecify;

    exports dev.slipstream.core;
    exports dev.slipstream.core.serializer;
    exports dev.slipstream.core.transport;
    exports dev.slipstream.core.state to
            dev.slipstream.api,
            dev.slipstream.testkit;
    exports dev.slipstream.core.machine to
            dev.slipstream.api,
            dev.slipstream.testkit;
}
