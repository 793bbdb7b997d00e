package dev.slipstream.system.swap.program;

import dev.slipstream.JfrTelemetry;
import dev.slipstream.core.Telemetry;

/** Prints whether telemetry can use the Flight Recorder. */
public final class FlightRecorder {

    private FlightRecorder() {}

    public static void main(String[] arguments) {
        System.out.println(JfrTelemetry.create() == Telemetry.SILENT ? "silent" : "recording");
    }
}
