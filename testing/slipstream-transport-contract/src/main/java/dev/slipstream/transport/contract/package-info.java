/**
 * The contract of transports, and the misbehaving servers that its rules use.
 *
 * <p>Begin with {@link dev.slipstream.transport.contract.TransportContract}. Of Slipstream, this package uses only
 * {@code dev.slipstream.core} and {@code dev.slipstream.core.transport}. Its rules are JUnit tests with assertions of
 * AssertJ.
 */
package dev.slipstream.transport.contract;
