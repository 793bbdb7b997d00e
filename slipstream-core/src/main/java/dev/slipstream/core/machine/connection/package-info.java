/**
 * The machine of a connection: it makes every decision of the connection process, without threads, a clock or I/O.
 *
 * <p>Begin with {@link dev.slipstream.core.machine.connection.ConnectionMachine}. Exported only to the processes and
 * the test kit. May import: {@code dev.slipstream.core}, the ports, and the packages {@code machine} and
 * {@code machine.time}.
 */
package dev.slipstream.core.machine.connection;
