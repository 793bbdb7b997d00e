/**
 * Virtual time: clients, their server and the network between them, in one thread and by one seed.
 *
 * <p>Begin with {@link dev.slipstream.simulation.Simulation}. May import: the api and its processes, the model of
 * the server, the JSON serializer.
 */
package dev.slipstream.simulation;
