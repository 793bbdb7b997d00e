/**
 * A Phoenix server to test against: a pure model of it, and the same model behind real sockets.
 *
 * <p>Begin with {@link dev.slipstream.testkit.phoenix.Endpoint}, which says what the server is, and
 * {@link dev.slipstream.testkit.phoenix.PhoenixChannel}, which a test writes. Then
 * {@link dev.slipstream.testkit.phoenix.PhoenixServer} on the loopback interface, or
 * {@link dev.slipstream.testkit.phoenix.FakePhoenix} in virtual time. May import: core, the serializer, and Jetty.
 */
package dev.slipstream.testkit.phoenix;
