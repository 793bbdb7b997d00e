package dev.slipstream.spring;

import dev.slipstream.core.Telemetry;

/** Makes the telemetry listener of each configured client. The listener may use the client's name. */
@FunctionalInterface
interface ClientTelemetry {

    /** Returns the listener of this client. */
    Telemetry of(String client);
}
