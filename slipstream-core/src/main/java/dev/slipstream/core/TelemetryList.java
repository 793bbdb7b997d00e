package dev.slipstream.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
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
        forEach(listeners, listener -> listener.observed(observation));
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
     * Calls {@code ofClient} of one listener in the list, and returns the result. If the call throws, returns a
     * listener whose {@code observed} always throws the exception. So the client logs the exception, and still uses the
     * other listeners.
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
        listeners.forEach(listener -> captured.add(capture(listener)));
        return captured.stream().allMatch(Objects::isNull) ? null : new Captured(captured);
    }

    /** Returns the context that a listener captured. If the listener throws, {@link #restore} gets the exception. */
    private static @Nullable Object capture(Telemetry listener) {
        try {
            return listener.capture();
        } catch (RuntimeException | Error e) {
            return new Thrown(e);
        }
    }

    /**
     * Restores the context of each listener. If one listener throws now, or threw in {@link #capture}, the contexts of
     * the others are still restored. The exception is thrown when the scope is closed.
     */
    @Override
    public Scope restore(@Nullable Object captured) {
        List<Scope> scopes = new ArrayList<>();
        for (int i = 0; i < listeners.size(); i++) {
            Object own = captured instanceof Captured(var all) ? all.get(i) : null;
            if (own instanceof Thrown(var thrown)) {
                scopes.addFirst(() -> rethrow(thrown));
                own = null;
            }
            Scope scope = restore(listeners.get(i), own);
            if (!Scope.NONE.equals(scope)) {
                scopes.addFirst(scope);
            }
        }
        return scopes.isEmpty() ? Scope.NONE : () -> forEach(scopes, Scope::close);
    }

    private static Scope restore(Telemetry listener, @Nullable Object captured) {
        try {
            return Objects.requireNonNull(listener.restore(captured), "Telemetry.restore returned null");
        } catch (RuntimeException | Error e) {
            return () -> rethrow(e);
        }
    }

    /** What each listener captured, in the order of the listeners: a context, null, or a {@link Thrown}. */
    private record Captured(List<@Nullable Object> all) {}

    /** The exception of a listener that captured nothing. */
    private record Thrown(Throwable thrown) {}

    /** Calls the action with each element, even if the action throws. Then throws the first exception, if any. */
    private static <T> void forEach(List<T> all, Consumer<T> action) {
        Throwable first = null;
        for (T each : all) {
            try {
                action.accept(each);
            } catch (RuntimeException | Error e) {
                first = first == null ? e : first;
            }
        }
        rethrow(first);
    }

    private static void rethrow(@Nullable Throwable thrown) {
        switch (thrown) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable other -> throw new IllegalStateException(other); // only unchecked exceptions get here
        }
    }
}
