/**
 * The contract of transports, and the misbehaving servers that its rules use.
 *
 * <p>Begin with {@link dev.slipstream.transport.contract.TransportContract}. May import: the transport interface, the
 * package {@code dev.slipstream.core}, JUnit.
 */
package dev.slipstream.transport.contract;
