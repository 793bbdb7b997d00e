/**
 * What a transport must do, and a server that does not behave.
 *
 * <p>Begin with {@link dev.slipstream.testkit.transport.TransportContract}. May import: the port, the vocabulary, JUnit.
 */
package dev.slipstream.testkit.transport;
