/**
 * The telemetry of clients as spans of OpenTelemetry: {@link dev.slipstream.opentelemetry.SlipstreamTracing} is the
 * listener.
 */
@NullMarked
package dev.slipstream.opentelemetry;

import org.jspecify.annotations.NullMarked;
