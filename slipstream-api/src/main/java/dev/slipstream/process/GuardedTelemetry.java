package dev.slipstream.process;

import dev.slipstream.core.Observation;
import dev.slipstream.core.Telemetry;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Calls a listener and catches its exceptions, so that they cannot harm the client. The first exception is logged. */
final class GuardedTelemetry implements Telemetry {

    private final Telemetry listener;
    private final Supplier<String> who;
    private final AtomicBoolean threw = new AtomicBoolean();

    GuardedTelemetry(Telemetry listener, Supplier<String> who) {
        this.listener = listener;
        this.who = who;
    }

    /** Returns the listener of one client; {@link #SILENT} if the user's listener threw. */
    @Override
    public Telemetry ofClient(String trace) {
        try {
            return Objects.requireNonNull(listener.ofClient(trace), "Telemetry.ofClient returned null");
        } catch (Throwable thrown) {
            log(thrown);
            return SILENT;
        }
    }

    @Override
    public void observed(Observation observation) {
        try {
            listener.observed(observation);
        } catch (Throwable thrown) {
            log(thrown);
        }
    }

    private void log(Throwable thrown) {
        if (threw.compareAndSet(false, true)) {
            SafeLog.log(System.Logger.Level.WARNING, who.get() + ": its telemetry listener threw", thrown);
        }
    }
}
