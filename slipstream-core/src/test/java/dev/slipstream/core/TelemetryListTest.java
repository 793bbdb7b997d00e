package dev.slipstream.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TelemetryListTest {

    private static final Observation ONE = new Observation.OperationDropped("join", "rooms:1", true, "");

    private final List<String> heard = new ArrayList<>();
    private final Telemetry first = observation -> heard.add("first");
    private final Telemetry second = observation -> heard.add("second");
    private final Telemetry broken = observation -> {
        throw new IllegalStateException("broken");
    };

    @Test
    void allListenersReceiveEachObservationInOrder() {
        Telemetry.all(first, second, Telemetry.SILENT).observed(ONE);

        assertThat(heard).containsExactly("first", "second");
    }

    @Test
    void silentListenersCostNothing() {
        assertThat(Telemetry.all()).isSameAs(Telemetry.SILENT);
        assertThat(Telemetry.all(Telemetry.SILENT, Telemetry.SILENT)).isSameAs(Telemetry.SILENT);
        assertThat(Telemetry.all(Telemetry.SILENT, first)).isSameAs(first);
    }

    private static final class Counting implements Telemetry {

        @Override
        public void observed(Observation observation) {}
    }

    @Test
    void listContainsTheClassesOfItsListeners() {
        Telemetry nested = Telemetry.all(first, Telemetry.all(second, new Counting()));

        assertThat(nested.contains(Counting.class)).isTrue();
        assertThat(new Counting().contains(Counting.class)).isTrue();
        assertThat(Telemetry.all(first, second).contains(Counting.class)).isFalse();
        assertThat(Telemetry.SILENT.contains(Counting.class)).isFalse();
    }

    @Test
    void listenerThatThrowsDoesNotStopTheOthers() {
        Telemetry all = Telemetry.all(broken, first, second);

        assertThatThrownBy(() -> all.observed(ONE)).hasMessage("broken");
        assertThat(heard).containsExactly("first", "second");
    }

    @Test
    void ofClientIsCalledOnEachListener() {
        Telemetry ofClients = new Telemetry() {
            @Override
            public void observed(Observation observation) {
                heard.add("outside of a client");
            }

            @Override
            public Telemetry ofClient(String trace) {
                return observation -> heard.add("of " + trace);
            }
        };
        Telemetry brokenOfClients = new Telemetry() {
            @Override
            public void observed(Observation observation) {}

            @Override
            public Telemetry ofClient(String trace) {
                throw new AssertionError("no listener");
            }
        };

        Telemetry client = Telemetry.all(brokenOfClients, ofClients, first).ofClient("t1");

        assertThatThrownBy(() -> client.observed(ONE)).isInstanceOf(AssertionError.class);
        assertThat(heard).containsExactly("of t1", "first");
    }

    /** Returns a listener whose {@code capture} returns {@code current}, and which records calls of {@code restore}. */
    private Telemetry withContext(String name, @Nullable String current) {
        return new Telemetry() {
            @Override
            public void observed(Observation observation) {}

            @Override
            public @Nullable Object capture() {
                return current;
            }

            @Override
            public Scope restore(@Nullable Object captured) {
                heard.add(name + " " + captured);
                return () -> heard.add(name + " closed");
            }
        };
    }

    @Test
    void eachListenerRestoresItsOwnContext() {
        Telemetry all = Telemetry.all(withContext("a", "A"), first, withContext("b", null), withContext("c", "C"));

        all.restore(all.capture()).close();
        assertThat(heard).containsExactly("a A", "b null", "c C", "c closed", "b closed", "a closed");
    }

    @Test
    void listenerThatThrowsInCaptureDoesNotStopTheOthers() {
        Telemetry throwing = new Telemetry() {
            @Override
            public void observed(Observation observation) {}

            @Override
            public @Nullable Object capture() {
                throw new IllegalStateException("no capture");
            }

            @Override
            public Scope restore(@Nullable Object captured) {
                heard.add("throwing " + captured);
                return () -> heard.add("throwing closed");
            }
        };
        Telemetry all = Telemetry.all(withContext("a", "A"), throwing, withContext("b", "B"));

        Telemetry.Scope scope = all.restore(all.capture());
        assertThat(heard).containsExactly("a A", "throwing null", "b B");
        assertThatThrownBy(scope::close).hasMessage("no capture");
        assertThat(heard).endsWith("b closed", "throwing closed", "a closed").hasSize(6);
    }

    @Test
    void listenerThatThrowsInRestoreDoesNotStopTheOthers() {
        Telemetry throwing = new Telemetry() {
            @Override
            public void observed(Observation observation) {}

            @Override
            public Scope restore(@Nullable Object captured) {
                throw new IllegalStateException("no restore");
            }
        };
        Telemetry all = Telemetry.all(withContext("a", "A"), throwing, withContext("b", "B"));

        Telemetry.Scope scope = all.restore(all.capture());
        assertThat(heard).containsExactly("a A", "b B");
        assertThatThrownBy(scope::close).hasMessage("no restore");
        assertThat(heard).containsExactly("a A", "b B", "b closed", "a closed");
    }

    @Test
    void scopeThatThrowsDoesNotKeepTheOthersOpen() {
        Telemetry throwing = new Telemetry() {
            @Override
            public void observed(Observation observation) {}

            @Override
            public Scope restore(@Nullable Object captured) {
                return () -> {
                    throw new IllegalStateException("no close");
                };
            }
        };
        Telemetry all = Telemetry.all(withContext("a", "A"), throwing, withContext("b", "B"));

        Telemetry.Scope scope = all.restore(all.capture());
        assertThatThrownBy(scope::close).hasMessage("no close");
        assertThat(heard).containsExactly("a A", "b B", "b closed", "a closed");
    }

    @Test
    void listenersWithoutAContextCaptureNull() {
        assertThat(Telemetry.all(withContext("a", null), first).capture()).isNull();
        assertThat(Telemetry.all(first, second).restore(null)).isSameAs(Telemetry.Scope.NONE);
    }
}
