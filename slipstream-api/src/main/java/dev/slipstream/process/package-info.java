/**
 * The client process and the connection process: they run the state machines on threads, and hold the machines' queues.
 *
 * <p>Begin with {@link dev.slipstream.process.ClientProcess}. Exported only to the test kit and the simulation, which
 * run these classes in virtual time. May import: core, and its machines.
 */
package dev.slipstream.process;
