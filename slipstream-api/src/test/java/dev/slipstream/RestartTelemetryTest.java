package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The observations of a client that is restarted. */
class RestartTelemetryTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final String FAILED = "Failed[java.lang.IllegalStateException]";

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();
    private final List<Run> runs = new CopyOnWriteArrayList<>();

    /** The observations of one run of the client. */
    private record Run(String trace, List<Observation> observations) implements Telemetry {

        @Override
        public void observed(Observation observation) {
            observations.add(observation);
        }

        List<Observation> ofRestarts() {
            return observations.stream()
                    .filter(observation -> observation.name().startsWith("slipstream.client.restart"))
                    .toList();
        }

        List<String> connections() {
            return observations.stream()
                    .filter(Span.ConnectionStarted.class::isInstance)
                    .map(started -> ((Span.ConnectionStarted) started).ids().connection())
                    .toList();
        }
    }

    /** Collects the observations of each run separately. */
    private final class Runs implements Telemetry {

        @Override
        public void observed(Observation observation) {
            throw new AssertionError("observation outside of a run: " + observation);
        }

        @Override
        public Telemetry ofClient(String trace) {
            Run run = new Run(trace, new CopyOnWriteArrayList<>());
            runs.add(run);
            return run;
        }
    }

    /** A client that ends in the requested way. */
    private SlipstreamClient worker() {
        return new LobbyClient(journal).onInfo((message, socket) -> {
            if (message.equals("throw")) {
                throw new IllegalStateException("a secret");
            }
            return socket.stop(new StopReason.Normal());
        });
    }

    private RunningClient start(Supplier<SlipstreamClient> clients, RestartPolicy policy) {
        StartOptions options =
                transports.builder().restart(policy).telemetry(new Runs()).build();
        RunningClient client = Slipstream.start(clients, options);
        journal.expect("connected");
        return client;
    }

    private static void end(RunningClient client) {
        client.whenStopped()
                .toCompletableFuture()
                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Test
    void restartIsFirstObservationOfNewRun() {
        try (RunningClient client = start(this::worker, RestartPolicy.PERMANENT)) {
            client.send("throw");
            journal.expect("connected");
            client.send("stop");
            journal.expect("connected");
        }
        assertThat(runs).hasSize(3);
        assertThat(runs.get(0).ofRestarts()).isEmpty();
        assertThat(runs.get(1).observations().getFirst())
                .isEqualTo(new Observation.ClientRestarted(2, runs.get(0).trace(), FAILED));
        assertThat(runs.get(2).observations().getFirst())
                .isEqualTo(new Observation.ClientRestarted(3, runs.get(1).trace(), "Normal[]"));
        assertThat(runs.get(2).ofRestarts()).hasSize(1);
    }

    @Test
    void eachRunHasItsOwnTraceAndConnections() {
        try (RunningClient client = start(this::worker, RestartPolicy.PERMANENT)) {
            client.send("stop");
            journal.expect("connected");
        }
        assertThat(runs).extracting(Run::trace).hasSize(2).doesNotHaveDuplicates();
        List<String> connections = new ArrayList<>();
        runs.forEach(run -> connections.addAll(run.connections()));
        assertThat(connections).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void endAfterTooManyRestartsIsReportedToTheListenerOfTheLastRun() {
        RunningClient client = start(this::worker, RestartPolicy.TRANSIENT.atMost(1, LONG));
        client.send("throw");
        journal.expect("connected");
        client.send("throw");
        end(client);
        assertThat(runs).hasSize(2);
        assertThat(runs.get(1).ofRestarts().getLast()).isEqualTo(new Observation.RestartAbandoned(2, FAILED));
    }

    @Test
    void failureOfTheSupplierIsReportedToTheListenerOfThePreviousRun() {
        List<SlipstreamClient> made = new ArrayList<>();
        Supplier<SlipstreamClient> once = () -> {
            if (!made.isEmpty()) {
                throw new IllegalStateException("no more of them");
            }
            made.add(worker());
            return made.getFirst();
        };
        RunningClient client = start(once, RestartPolicy.PERMANENT);
        client.send("stop");
        end(client);
        assertThat(runs).hasSize(1);
        assertThat(runs.get(0).ofRestarts()).containsExactly(new Observation.RestartAbandoned(1, FAILED));
    }

    @Test
    void endWithoutARestartReportsNoRestart() {
        RunningClient once = start(this::worker, RestartPolicy.TEMPORARY);
        once.send("throw");
        end(once);
        start(this::worker, RestartPolicy.PERMANENT).close();
        assertThat(runs)
                .hasSize(2)
                .allSatisfy(run -> assertThat(run.ofRestarts()).isEmpty());
    }
}
