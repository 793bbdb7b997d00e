/**
 * A model of a Phoenix server in virtual time, without threads or I/O.
 *
 * <p>Begin with {@link dev.slipstream.testkit.phoenix.Endpoint}, which describes the server, and {@link
 * dev.slipstream.testkit.phoenix.PhoenixChannel}, which a test implements. {@link
 * dev.slipstream.testkit.phoenix.FakePhoenix} runs them without a network. {@code PhoenixServer} of the artifact {@code
 * slipstream-testkit-server} runs them on real sockets.
 */
package dev.slipstream.testkit.phoenix;
