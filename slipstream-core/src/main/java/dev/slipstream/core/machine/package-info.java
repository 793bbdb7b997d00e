/**
 * The two state machines. They make every decision of the client process and the connection process, without threads,
 * a clock or I/O.
 *
 * <p>Begin with {@link dev.slipstream.core.machine.ClientMachine} and {@link dev.slipstream.core.machine.ConnectionMachine}. Exported
 * only to the processes and the test kit. May import: the vocabulary and the ports.
 */
package dev.slipstream.core.machine;
