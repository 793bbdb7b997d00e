package dev.slipstream.core;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Passes observations to several listeners; see {@link Telemetry#all}. */
record TelemetryList(List<Telemetry> listeners) implements Telemetry {

    /** Returns one listener for all these listeners; {@link Telemetry#SILENT} if all these listeners are silent. */
    static Telemetry of(List<Telemetry> listeners) {
        List<Telemetry> heard =
                listeners.stream().filter(each -> !SILENT.equals(each)).toList();
        return switch (heard.size()) {
            case 0 -> SILENT;
            case 1 -> heard.get(0);
            default -> new TelemetryList(heard);
        };
    }

    @Override
    public void observed(Observation observation) {
        Throwable first = null;
        for (Telemetry listener : listeners) {
            try {
                listener.observed(observation);
            } catch (RuntimeException | Error e) {
                first = first == null ? e : first;
            }
        }
        rethrow(first);
    }

    @Override
    public Telemetry ofClient(String trace) {
        return ofClient(each -> each.ofClient(trace));
    }

    @Override
    public Telemetry ofClient(String trace, Supplier<Observation.QueuesMeasured> queues) {
        return ofClient(each -> each.ofClient(trace, queues));
    }

    private Telemetry ofClient(UnaryOperator<Telemetry> listener) {
        return of(listeners.stream().map(each -> ofClient(each, listener)).toList());
    }

    /**
     * Returns the listener of one client. If {@code ofClient} throws, the returned listener throws the same exception
     * at each observation.
     */
    private static Telemetry ofClient(Telemetry shared, UnaryOperator<Telemetry> listener) {
        try {
            return listener.apply(shared);
        } catch (RuntimeException | Error e) {
            return observation -> rethrow(e);
        }
    }

    private static void rethrow(@Nullable Throwable thrown) {
        switch (thrown) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable other -> throw new IllegalStateException(other); // only unchecked exceptions are caught
        }
    }
}
