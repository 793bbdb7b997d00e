/**
 * A Phoenix server on real sockets, in the JVM of a test.
 *
 * <p>Begin with {@link dev.slipstream.testkit.server.PhoenixServer}. The server runs the model of
 * {@link dev.slipstream.testkit.phoenix}.
 */
package dev.slipstream.testkit.server;
