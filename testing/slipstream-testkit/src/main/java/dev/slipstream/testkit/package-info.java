/**
 * Tools for tests of clients: sockets to pass to callbacks, assertions on the commands of sockets, and whole clients in
 * virtual time.
 *
 * <p>Begin with {@link dev.slipstream.testkit.SocketTest} for whole clients, or with {@link
 * dev.slipstream.testkit.Sockets} and {@link dev.slipstream.testkit.Commands} for single callbacks.
 */
package dev.slipstream.testkit;
