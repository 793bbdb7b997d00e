/**
 * The state machine of a connection. It makes all decisions of the connection process, and uses no threads, clock or
 * I/O.
 *
 * <p>Begin with {@link dev.slipstream.core.machine.connection.ConnectionMachine}. Exported only to the processes and
 * the test kit. May import: {@code dev.slipstream.core}, and its packages {@code serializer}, {@code transport},
 * {@code machine} and {@code machine.time}.
 */
package dev.slipstream.core.machine.connection;
