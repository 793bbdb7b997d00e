/**
 * The client process and the connection process: they run the state machines on threads, and hold the machines' queues.
 *
 * <p>Begin with {@link dev.slipstream.process.ClientProcess}. The module exports this package only to the
 * test kit and the simulation, which run these classes in virtual time. This package may import only core and its
 * machines.
 */
package dev.slipstream.process;
