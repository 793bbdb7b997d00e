/**
 * The client process and the connection process: they run the state machines on threads, and hold the machines' queues.
 *
 * <p>Begin with {@link dev.slipstream.process.ClientProcess}. This package is exported only to the test kit and the
 * simulation, which run these classes in virtual time. Of this project, this package may import only the module
 * {@code dev.slipstream.core}.
 */
package dev.slipstream.process;
