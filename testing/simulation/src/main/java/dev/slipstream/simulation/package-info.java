/**
 * Simulation in virtual time: clients, their server and the network between them, on one thread, determined by a seed.
 *
 * <p>Begin with {@link dev.slipstream.simulation.Simulation}. May import: the api and its processes, the model
 * of the server, the JSON serializer.
 */
package dev.slipstream.simulation;
