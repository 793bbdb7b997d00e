package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Reply;
import dev.slipstream.core.StopReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Problem reports and pushes by code that runs outside of callbacks. */
class ReportTest {

    private final BlockingQueue<Observation> observed = new LinkedBlockingQueue<>();
    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();

    private RunningClient start() {
        RunningClient client = Slipstream.start(
                new LobbyClient(journal),
                transports.builder().quiet().telemetry(observed::add).build());
        journal.expect("joined");
        return client;
    }

    @Test
    void problemReachesTelemetryEachTime() {
        try (RunningClient client = start()) {
            client.report("late orders", "2 orders are late; add a worker");
            client.report("late orders", "3 orders are late; add a worker");
            client.report("lost orders", "1 order is lost");

            assertThat(observed)
                    .filteredOn(Observation.ProblemReported.class::isInstance)
                    .containsExactly(
                            new Observation.ProblemReported("late orders", "2 orders are late; add a worker"),
                            new Observation.ProblemReported("late orders", "3 orders are late; add a worker"),
                            new Observation.ProblemReported("lost orders", "1 order is lost"));
        }
    }

    @Test
    void pushOfAnotherThreadIsEncodedAtTheCallAndKeepsItsOrder() {
        try (RunningClient client = start()) {
            FakeSocket server = transports.next();
            Map<String, Object> payload = new HashMap<>(Map.of("n", 1));
            client.push("rooms:lobby", "one", payload);
            payload.put("n", 2);
            client.push("rooms:lobby", "two", null);
            client.push("rooms:lobby", "three");

            assertThat(server.took("one").payload().text()).isEqualTo("{\"n\":1}");
            assertThat(server.took("two").payload().text()).isEqualTo("null");
            assertThat(server.took("three").payload().text()).isEqualTo("{}");
        }
    }

    @Test
    void pushToATopicThatWasNeverJoinedIsReported() {
        try (RunningClient client = start()) {
            client.push("rooms:other", "ping", Map.of());

            Observation.PushDropped dropped =
                    new Observation.PushDropped("rooms:other", "ping", new Failure.NotJoined("rooms:other"));
            Journal.eventually(() -> observed.contains(dropped), "the push is reported");
        }
    }

    @Test
    void pushThatWaitsBehindACallbackUntilTheClientStopsIsReported() {
        RunningClient client = start();
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch isStopped = new CountDownLatch(1);
        CompletionStage<Void> step = client.run(socket -> {
            blocked.countDown();
            Journal.await(isStopped);
            return socket;
        });
        Journal.await(blocked);

        client.stop(new StopReason.Normal());
        client.push("rooms:lobby", "late", Map.of());
        isStopped.countDown();
        step.toCompletableFuture().join();

        Observation.PushDropped dropped = new Observation.PushDropped("rooms:lobby", "late", new Failure.Cancelled());
        Journal.eventually(() -> observed.contains(dropped), "the push is reported");
    }

    @Test
    void requestThatWaitsBehindACallbackUntilTheClientStopsIsLostAndReported() {
        RunningClient client = start();
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch isStopped = new CountDownLatch(1);
        CompletionStage<Void> step = client.run(socket -> {
            blocked.countDown();
            Journal.await(isStopped);
            return socket;
        });
        Journal.await(blocked);

        client.stop(new StopReason.Normal());
        CompletionStage<Reply> request = client.request("rooms:lobby", "late", Map.of());
        isStopped.countDown();
        step.toCompletableFuture().join();

        Observation.PushDropped dropped = new Observation.PushDropped("rooms:lobby", "late", new Failure.Cancelled());
        assertThat(request.toCompletableFuture()
                        .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .isEqualTo(new Reply.Lost(new Failure.Cancelled(), false));
        assertThat(observed).containsOnlyOnce(dropped);
    }

    @Test
    void requestOnATopicThatWasNeverJoinedIsLostAndReported() {
        try (RunningClient client = start()) {
            Observation.PushDropped dropped =
                    new Observation.PushDropped("rooms:other", "ping", new Failure.NotJoined("rooms:other"));

            assertThat(client.request("rooms:other", "ping", Map.of())
                            .toCompletableFuture()
                            .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .join())
                    .isEqualTo(new Reply.Lost(new Failure.NotJoined("rooms:other"), false));
            assertThat(observed).containsOnlyOnce(dropped);
        }
    }

    @Test
    void requestOfASessionOnATopicThatIsNotJoinedIsReported() {
        try (Session session = Slipstream.open(
                FakeTransports.configuration(),
                transports.builder().quiet().telemetry(observed::add).build())) {
            session.join("rooms:lobby");
            FakeSocket server = transports.next();
            server.crash(server.took("phx_join"));
            session.await(EventMatcher.of(Event.TopicJoinClosed.class));

            assertThat(session.request("rooms:lobby", "ping", Map.of()))
                    .isEqualTo(new Reply.Lost(new Failure.NotJoined("rooms:lobby"), false));
            assertThat(observed)
                    .containsOnlyOnce(
                            new Observation.PushDropped("rooms:lobby", "ping", new Failure.NotJoined("rooms:lobby")));
        }
    }

    @Test
    void pushThatCannotBeMadeThrowsAtTheCall() {
        RunningClient client = start();
        assertThatThrownBy(() -> client.push("rooms:lobby", "phx_join", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.push("rooms:lobby", "ping", Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        client.close();

        assertThatThrownBy(() -> client.push("rooms:lobby", "ping", Map.of())).isInstanceOf(ClientEndedException.class);
    }
}
