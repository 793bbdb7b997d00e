/**
 * The contract of transports, and the misbehaving servers that its rules use.
 *
 * <p>Begin with {@link dev.slipstream.transport.contract.TransportContract}. This package may import only
 * {@code dev.slipstream.core}, its package {@code transport}, and JUnit.
 */
package dev.slipstream.transport.contract;
