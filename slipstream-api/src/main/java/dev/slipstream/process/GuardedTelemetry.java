package dev.slipstream.process;

import dev.slipstream.core.Telemetry;

/** A listener that harms nobody: what it throws is logged, and goes no further. */
record GuardedTelemetry(Telemetry listener) implements Telemetry {

    @Override
    public void observed(Observation observation) {
        try {
            listener.observed(observation);
        } catch (Throwable thrown) {
            Wordless.log(System.Logger.Level.WARNING, "telemetry", thrown);
        }
    }
}
