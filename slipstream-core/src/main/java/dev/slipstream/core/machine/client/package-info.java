/**
 * The state machine of a client. It makes all decisions of the client process, and uses no threads, clock or I/O.
 *
 * <p>Begin with {@link dev.slipstream.core.machine.client.ClientMachine}. Exported only to the processes and the test
 * kit. May import: {@code dev.slipstream.core}, the state, and the packages {@code machine} and {@code machine.time}.
 */
package dev.slipstream.core.machine.client;
