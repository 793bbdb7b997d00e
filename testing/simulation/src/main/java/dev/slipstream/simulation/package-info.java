/**
 * Simulates clients, their server and the network between them, in virtual time and on one thread. A seed determines
 * each run.
 *
 * <p>Begin with {@link dev.slipstream.simulation.Simulation}. This package may import only the API and its processes,
 * the model of the server, and the JSON serializer.
 */
package dev.slipstream.simulation;
