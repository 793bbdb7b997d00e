/**
 * What a transport must do, and a server that does not behave.
 *
 * <p>Begin with {@link dev.slipstream.transport.contract.TransportContract}. May import: the port, the vocabulary, JUnit.
 */
package dev.slipstream.transport.contract;
