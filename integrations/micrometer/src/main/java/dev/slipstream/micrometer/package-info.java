/**
 * The telemetry of clients as meters of a Micrometer registry: {@link dev.slipstream.micrometer.SlipstreamMetrics} is
 * the listener.
 */
@NullMarked
package dev.slipstream.micrometer;

import org.jspecify.annotations.NullMarked;
