/**
 * A model of a Phoenix server, pure and in virtual time.
 *
 * <p>Begin with {@link dev.slipstream.testkit.phoenix.Endpoint}, which describes the server, and
 * {@link dev.slipstream.testkit.phoenix.PhoenixChannel}, which a test writes. {@link
 * dev.slipstream.testkit.phoenix.FakePhoenix} runs them without a network. {@code PhoenixServer} of the artifact
 * {@code slipstream-testkit-server} runs them on the loopback interface.
 */
package dev.slipstream.testkit.phoenix;
