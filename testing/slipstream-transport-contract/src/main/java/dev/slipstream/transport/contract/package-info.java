/**
 * The contract of transports, and the misbehaving servers that its rules use.
 *
 * <p>Begin with {@link dev.slipstream.transport.contract.TransportContract}. This package may import only the transport
 * interface, the package {@code dev.slipstream.core}, and JUnit.
 */
package dev.slipstream.transport.contract;
