package dev.slipstream.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    public boolean contains(Class<? extends Telemetry> type) {
        return listeners.stream().anyMatch(each -> each.contains(type));
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

    @Override
    public @Nullable Object capture() {
        List<@Nullable Object> captured = new ArrayList<>();
        listeners.forEach(listener -> captured.add(listener.capture()));
        return captured.stream().allMatch(Objects::isNull) ? null : new Captured(captured);
    }

    @Override
    public Scope restore(@Nullable Object captured) {
        List<Scope> scopes = new ArrayList<>();
        for (int i = 0; i < listeners.size(); i++) {
            Object own = captured instanceof Captured(var all) ? all.get(i) : null;
            Scope scope = listeners.get(i).restore(own);
            if (!Scope.NONE.equals(scope)) {
                scopes.addFirst(scope);
            }
        }
        return scopes.isEmpty() ? Scope.NONE : () -> scopes.forEach(Scope::close);
    }

    /** What each listener captured, in the order of the listeners. */
    private record Captured(List<@Nullable Object> all) {}

    private static void rethrow(@Nullable Throwable thrown) {
        switch (thrown) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable other -> throw new IllegalStateException(other); // only unchecked exceptions are caught
        }
    }
}
