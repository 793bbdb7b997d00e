/**
 * The two state machines. They make every decision of the client process and the connection process, without threads,
 * a clock or I/O.
 *
 * <p>Begin with {@link dev.slipstream.core.machine.Input} and {@link dev.slipstream.core.machine.Effect}. Exported
 * only to the processes and the test kit. May import: the vocabulary and the ports.
 */
package dev.slipstream.core.machine;
