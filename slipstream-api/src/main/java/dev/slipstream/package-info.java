/**
 * The API for users: clients, their callbacks, and sessions.
 *
 * <p>Begin with {@link dev.slipstream.Slipstream} and {@link dev.slipstream.SlipstreamClient}. May import: core, and
 * the processes.
 */
package dev.slipstream;
