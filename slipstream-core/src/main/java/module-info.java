import org.jspecify.annotations.NullMarked;

/**
 * The pure inside of Slipstream: deterministic; no I/O, no threads, no clock, no randomness of its own.
 *
 * <p>Vocabulary, socket, machines and ports. The same inputs give the same effects in any JVM; whatever touches the
 * world (sockets, timers, random seeds) lives outside and comes in as a value.
 */
@NullMarked
module dev.slipstream.core {
    requires static org.jspecify;
}
