/**
 * For the tests of a client: sockets to call its callbacks with, and what the commands that they return should be.
 *
 * <p>Begin with {@link dev.slipstream.testkit.Sockets} and {@link dev.slipstream.testkit.Commands}.
 */
package dev.slipstream.testkit;
