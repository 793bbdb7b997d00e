package dev.slipstream.system.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.simulation.Fault;
import dev.slipstream.simulation.Simulation;
import dev.slipstream.system.RoomChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The observations of a client's lifecycle. */
class SpansTest {

    private static final String LOBBY = "rooms:lobby";
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final RecordingTelemetry telemetry = new RecordingTelemetry();

    private RunningClient start(Simulation simulation, Configuration configuration, String... topics) {
        return simulation.start(new JoiningClient(configuration, topics), options -> options.telemetry(telemetry));
    }

    @Test
    void spansOfAClientAreReportedInOrder() {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            RunningClient client = start(
                    simulation, JoiningClient.configuration(RoomChannel.TOKEN).build(), LOBBY);
            simulation.advance(MOMENT);
            client.close();
        }

        assertThat(telemetry.names())
                .containsExactly(
                        "slipstream.client.init.start",
                        "slipstream.client.connect.start",
                        "slipstream.client.init.stop",
                        "slipstream.connection.connect.start",
                        "slipstream.client.connect.stop",
                        "slipstream.client.handle_connect.start",
                        "slipstream.client.join.start",
                        "slipstream.client.handle_connect.stop",
                        "slipstream.client.join.stop",
                        "slipstream.client.handle_join.start",
                        "slipstream.client.request.start",
                        "slipstream.client.handle_join.stop",
                        "slipstream.client.request.stop",
                        "slipstream.client.handle_outcome.start",
                        "slipstream.client.handle_outcome.stop",
                        "slipstream.client.handle_message.start",
                        "slipstream.client.handle_message.stop",
                        "slipstream.client.handle_disconnect.start",
                        "slipstream.client.handle_disconnect.stop",
                        "slipstream.client.terminate.start",
                        "slipstream.client.terminate.stop",
                        "slipstream.client.end",
                        "slipstream.connection.connect.stop");
    }

    @Test
    void spansReportTheirDurations() {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            start(simulation, JoiningClient.configuration(RoomChannel.TOKEN).build(), LOBBY);
            simulation.advance(MOMENT);
        }

        Duration connect = telemetry.of(Span.ConnectSucceeded.class).getFirst().took();
        Duration join = telemetry.of(Span.JoinSucceeded.class).getFirst().took();
        Span.RequestEnded request = telemetry.of(Span.RequestEnded.class).getFirst();
        assertThat(List.of(connect, join, request.took()))
                .allSatisfy(took -> assertThat(took).isPositive().isLessThan(MOMENT));
        assertThat(request.outcome()).isEqualTo("Ok");
        assertThat(telemetry.of(Span.ConnectionEnded.class).getFirst().took()).isGreaterThan(connect);
    }

    @Test
    void connectionSpansHaveTraceAndConnectionIds() {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            start(simulation, JoiningClient.configuration(RoomChannel.TOKEN).build(), LOBBY);
            simulation.advance(MOMENT);
            simulation.network().inject(Fault.CUT);
            simulation.advance(MOMENT);
        }

        List<Span.ConnectionStarted> connections = telemetry.of(Span.ConnectionStarted.class);
        assertThat(connections).hasSize(2);
        assertThat(connections.getFirst().ids().connection())
                .matches("[0-9a-f]{16}")
                .isNotEqualTo(connections.getLast().ids().connection());
        assertThat(telemetry.traces).singleElement().asString().matches("[0-9a-f]{32}");
        assertThat(connections)
                .allSatisfy(connection -> assertThat(connection.ids().trace()).isEqualTo(telemetry.traces.getFirst()));
        assertThat(telemetry.of(Span.HandlingSucceeded.class))
                .extracting(handled -> handled.ids().connection())
                .containsOnly(
                        connections.getFirst().ids().connection(),
                        connections.getLast().ids().connection());
    }

    @Test
    void handledMessagesReportStatesAndEffects() {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            start(simulation, JoiningClient.configuration(RoomChannel.TOKEN).build(), LOBBY);
            simulation.advance(MOMENT);
        }

        assertThat(telemetry.of(Span.HandlingSucceeded.class))
                .extracting(handled ->
                        handled.what() + " " + handled.effects() + " " + handled.before() + " " + handled.after())
                .contains(
                        "OpenConnection [OpenTransport] IDLE OPENING",
                        "Opened [ChannelConnected] OPENING OPEN",
                        "JoinTopic [Send] OPEN OPEN",
                        "Received [TopicJoinSucceeded] OPEN OPEN",
                        "Received [MessageReceived] OPEN OPEN",
                        "CloseConnection [CloseTransport] OPEN CLOSING");
        assertThat(telemetry.of(Span.HandlingStarted.class))
                .filteredOn(started -> started.what().equals("Received"))
                .extracting(started -> started.topic() + " " + started.event())
                .contains(LOBBY + " phx_reply", LOBBY + " said");
    }

    @Test
    void failedConnectsAndRetriesAreReported() {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            start(
                    simulation,
                    JoiningClient.configuration("wrong")
                            .reconnectPolicy(ReconnectPolicy.stopWhenRefused())
                            .build(),
                    LOBBY);
            simulation.advance(MOMENT);
        }

        assertThat(telemetry.of(Span.ConnectFailed.class))
                .hasSize(2) // after the first refusal, the client gets new credentials and tries once more
                .allSatisfy(failed -> assertThat(failed.failure()).isEqualTo(Failure.HandshakeRefused.of(403)));
        assertThat(telemetry.of(Observation.ReconnectScheduled.class)).hasSize(1);
        assertThat(telemetry.of(Observation.ReconnectAbandoned.class)).hasSize(1);
    }

    @Test
    void failedJoinsAndDisconnectsReportTheirReasons() {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            start(simulation, JoiningClient.configuration(RoomChannel.TOKEN).build(), LOBBY, "rooms:locked");
            simulation.advance(MOMENT);
            simulation.network().inject(Fault.CUT);
            simulation.advance(MOMENT);
        }

        assertThat(telemetry.of(Span.JoinFailed.class))
                .extracting(failed -> failed.topic() + " " + failed.reason())
                .contains("rooms:locked JoinRefused");
        assertThat(telemetry.of(Span.ConnectionEnded.class))
                .extracting(ended -> ended.reason().getClass().getSimpleName())
                .containsExactly("Failed", DisconnectReason.Requested.class.getSimpleName());
    }

    @Test
    void throwingCallbackReportsTheClassOfTheThrowable() {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            RunningClient client = start(
                    simulation, JoiningClient.configuration(RoomChannel.TOKEN).build(), LOBBY);
            simulation.advance(MOMENT);
            client.send("x");
            simulation.advance(MOMENT);
        }

        assertThat(telemetry.of(Span.CallbackFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.name()).isEqualTo("slipstream.client.handle_info.exception");
            assertThat(failed.thrown()).isEqualTo("java.lang.IllegalStateException");
        });
        assertThat(telemetry.names()).doesNotContain("slipstream.client.handle_info.stop");
    }

    @Test
    void queuesAreMeasuredBeforeEachCallback() {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            RunningClient client = start(
                    simulation, JoiningClient.configuration(RoomChannel.TOKEN).build(), LOBBY);
            simulation.advance(MOMENT);
            for (int i = 0; i < 10; i++) {
                client.send(i);
            }
            simulation.advance(MOMENT);
        }

        assertThat(telemetry.of(Observation.QueuesMeasured.class))
                .extracting(Observation.QueuesMeasured::messages)
                .contains(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    }

    @Test
    void sizeOfTheOutboundQueueCanBeAskedForAtAnyTime() {
        List<Integer> read = new ArrayList<>();
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            RunningClient client = start(
                    simulation, JoiningClient.configuration(RoomChannel.TOKEN).build(), LOBBY);
            simulation.advance(MOMENT);
            for (int i = 0; i < 100; i++) {
                client.push(LOBBY, "say", Map.of());
            }
            simulation.advance(Duration.ZERO);
            read.add(telemetry.queues.get().outbound());
            simulation.advance(MOMENT);
            read.add(telemetry.queues.get().outbound());
        }

        assertThat(read.getFirst()).isPositive();
        assertThat(read.getLast()).isZero();
        assertThat(telemetry.of(Observation.MessageSent.class))
                .filteredOn(sent -> sent.event().equals("say"))
                .hasSizeGreaterThanOrEqualTo(100);
        assertThat(telemetry.of(Observation.ClientEnded.class)).hasSize(1);
    }

    /** If a span did not end, a listener that keeps or counts open spans would leak. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void eachStartedSpanEndsOnce(long seed) {
        try (Simulation simulation = Simulation.of(seed, Simulation.Settings.RACING, RoomChannel.endpoint())) {
            RunningClient client = start(
                    simulation,
                    JoiningClient.configuration(RoomChannel.TOKEN).build(),
                    LOBBY,
                    "rooms:locked",
                    "rooms:other");
            Fault[] faults = Fault.values();
            for (int i = 0; i < 12; i++) {
                simulation.advance(Duration.ofMillis(300 + 700L * ((seed + i) % 4)));
                simulation.network().inject(faults[(int) ((seed + i * 5L) % faults.length)]);
                client.run(socket ->
                        socket.isWanted("rooms:other") ? socket.leave("rooms:other") : socket.join("rooms:other"));
                client.run(socket -> socket.request("rooms:other", "echo", Map.of(), "tag")); // often not joined
            }
            client.close();
            simulation.advance(Duration.ofMinutes(2));
        }

        Map<String, Integer> open = new TreeMap<>();
        for (Observation observation : telemetry.all) {
            if (observation instanceof Span span) {
                open.merge(key(span), isStart(span) ? 1 : -1, Integer::sum);
            }
        }
        assertThat(telemetry.of(Span.JoinStarted.class)).hasSizeGreaterThan(3);
        assertThat(telemetry.of(Span.RequestStarted.class)).hasSizeGreaterThanOrEqualTo(12);
        assertThat(open).allSatisfy((key, count) -> assertThat(count).as(key).isZero());
    }

    private static boolean isStart(Span span) {
        return span.name().endsWith(".start");
    }

    private static String key(Span span) {
        String kind = span.name().substring(0, span.name().lastIndexOf('.'));
        return switch (span) {
            case Span.ConnectStarted(var connection, var attempt) -> kind + connection;
            case Span.ConnectSucceeded(var connection, var attempt, var took) -> kind + connection;
            case Span.ConnectFailed(var connection, var attempt, var failure, var took) -> kind + connection;
            case Span.ConnectCancelled(var connection, var attempt, var took) -> kind + connection;
            case Span.JoinStarted(var connection, var topic) -> kind + connection + topic;
            case Span.JoinSucceeded(var connection, var topic, var took) -> kind + connection + topic;
            case Span.JoinFailed(var connection, var topic, var reason, var took) -> kind + connection + topic;
            case Span.RequestStarted(var connection, var ref, var topic, var event) -> kind + ref;
            case Span.RequestEnded(var connection, var ref, var topic, var event, var outcome, var took) -> kind + ref;
            case Span.ConnectionStarted(var ids, var connection) -> kind + ids;
            case Span.ConnectionEnded(var ids, var connection, var reason, var took) -> kind + ids;
            case Span.HandlingStarted started -> kind + started.ids() + started.span();
            case Span.HandlingSucceeded handled -> kind + handled.ids() + handled.span();
            case Span.HandlingFailed failed -> kind + failed.ids() + failed.span();
            case Span.CallbackStarted started -> kind;
            case Span.CallbackSucceeded succeeded -> kind;
            case Span.CallbackFailed failed -> kind;
        };
    }
}
