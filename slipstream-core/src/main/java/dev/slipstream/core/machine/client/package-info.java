/**
 * The machine of a client: it makes every decision of the client process, without threads, a clock or I/O.
 *
 * <p>Begin with {@link dev.slipstream.core.machine.client.ClientMachine}. Exported only to the processes and the test
 * kit. May import: {@code dev.slipstream.core}, the state, and the packages {@code machine} and {@code machine.time}.
 */
package dev.slipstream.core.machine.client;
