/**
 * Tests of clients: sockets for calling callbacks, assertions on the resulting commands, and whole clients in virtual
 * time.
 *
 * <p>Begin with {@link dev.slipstream.testkit.SocketTest} for whole clients, or with {@link
 * dev.slipstream.testkit.Sockets} and {@link dev.slipstream.testkit.Commands} for single callbacks.
 */
package dev.slipstream.testkit;
