/**
 * The state machine of a connection. This machine makes all decisions of the connection process, and uses no threads,
 * clock or I/O.
 *
 * <p>Begin with {@link dev.slipstream.core.machine.connection.ConnectionMachine}. The module exports this package only
 * to {@code dev.slipstream.api} and the test kit. This package may import only {@code dev.slipstream.core}, and
 * its packages {@code serializer}, {@code transport}, {@code machine} and {@code machine.time}.
 */
package dev.slipstream.core.machine.connection;
