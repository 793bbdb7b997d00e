/**
 * The API for users: clients, their callbacks, and sessions.
 *
 * <p>Begin with {@link dev.slipstream.Slipstream} and {@link dev.slipstream.SlipstreamClient}. This package may
 * import only core and {@code dev.slipstream.process}.
 */
package dev.slipstream;
