/**
 * The API for users: clients, their callbacks, and sessions.
 *
 * <p>Begin with {@link dev.slipstream.Slipstream} and {@link dev.slipstream.SlipstreamClient}. This package may
 * import only the module {@code dev.slipstream.core} and the package {@code dev.slipstream.process}.
 */
package dev.slipstream;
