/**
 * The two processes: who runs the machines, on which thread, and what waits where.
 *
 * <p>Begin with {@link dev.slipstream.process.ClientProcess}. Exported to the test kit alone, which runs these classes in
 * virtual time. May import: core, and its machines.
 */
package dev.slipstream.process;
