package dev.slipstream.process;

import dev.slipstream.core.Observation;
import dev.slipstream.core.Telemetry;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls the user's listener and catches its exceptions, so that they cannot harm the client. Logs them whole. */
final class GuardedTelemetry implements Telemetry {

    private final Telemetry listener;
    private final Clock clock;
    private final Supplier<String> who;
    /**
     * The log of the exceptions, made when the listener first throws. If two threads make a log at the same time, each
     * log limits only its own lines, so one line too many may be written.
     */
    private volatile @Nullable SafeLog log;

    GuardedTelemetry(Telemetry listener, Clock clock, Supplier<String> who) {
        this.listener = listener;
        this.clock = clock;
        this.who = who;
    }

    /** Returns the listener of one client; {@link #SILENT} if the user's listener threw. */
    @Override
    public Telemetry ofClient(String trace, Supplier<Observation.QueuesMeasured> queues) {
        try {
            return Objects.requireNonNull(listener.ofClient(trace, queues), "Telemetry.ofClient returned null");
        } catch (Throwable thrown) {
            log("its telemetry listener threw, and the client gets no listener", thrown);
            return SILENT;
        }
    }

    @Override
    public void observed(Observation observation) {
        try {
            listener.observed(observation);
        } catch (Throwable thrown) {
            log("its telemetry listener threw, and the client continues", thrown);
        }
    }

    @Override
    public @Nullable Object capture() {
        try {
            return listener.capture();
        } catch (Throwable thrown) {
            log("its telemetry listener threw, and the context is not captured", thrown);
            return null;
        }
    }

    @Override
    public Scope restore(@Nullable Object captured) {
        try {
            Scope scope = Objects.requireNonNull(listener.restore(captured), "Telemetry.restore returned null");
            return Scope.NONE.equals(scope) ? scope : () -> close(scope);
        } catch (Throwable thrown) {
            log("its telemetry listener threw, and the context is not restored", thrown);
            return Scope.NONE;
        }
    }

    private void close(Scope scope) {
        try {
            scope.close();
        } catch (Throwable thrown) {
            log("its telemetry listener threw, and the client continues", thrown);
        }
    }

    /** Called when the client has ended: writes the counts of the exceptions that were not logged. */
    void writeCounts() {
        SafeLog made = log;
        if (made != null) {
            made.writeCounts();
        }
    }

    private void log(String what, Throwable thrown) {
        SafeLog made = log;
        if (made == null) {
            made = new SafeLog(clock, who);
            log = made;
        }
        made.ofUser("the telemetry listener", what, thrown);
    }
}
