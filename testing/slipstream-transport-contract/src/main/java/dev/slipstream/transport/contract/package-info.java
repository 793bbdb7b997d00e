/**
 * The contract of transports, and the misbehaving servers that its rules use.
 *
 * <p>Begin with {@link dev.slipstream.transport.contract.TransportContract}. This package uses no package of Slipstream
 * except {@code dev.slipstream.core} and {@code dev.slipstream.core.transport}. Its rules are JUnit tests with
 * assertions of AssertJ.
 */
package dev.slipstream.transport.contract;
