/**
 * Simulates clients, their server and the network between them, in virtual time and on one thread. A seed determines
 * each run.
 *
 * <p>Begin with {@link dev.slipstream.simulation.Simulation}. This package may import only the module
 * {@code dev.slipstream.core}, the packages {@code dev.slipstream} and {@code dev.slipstream.process}, the packages
 * {@code phoenix} and {@code time} of the test kit, and the JSON serializer.
 */
package dev.slipstream.simulation;
