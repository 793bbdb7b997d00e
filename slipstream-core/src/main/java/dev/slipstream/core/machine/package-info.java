/**
 * The two machines: everything that both processes decide, without a thread, a clock or a socket.
 *
 * <p>Begin with {@link dev.slipstream.core.machine.Input} and {@link dev.slipstream.core.machine.Effect}. Exported to the
 * processes and the test kit alone. May import: the vocabulary and the ports.
 */
package dev.slipstream.core.machine;
