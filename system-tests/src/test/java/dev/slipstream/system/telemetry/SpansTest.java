package dev.slipstream.system.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.system.RoomChannel;
import dev.slipstream.simulation.Fault;
import dev.slipstream.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener hears of a client's life. */
class SpansTest {

    private static final String LOBBY = "rooms:lobby";
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final RecordingTelemetry told = new RecordingTelemetry();

    private RunningClient start(Simulation simulation, Configuration configuration, String... topics) {
        return simulation.start(new JoiningClient(configuration, topics), options -> options.telemetry(told));
    }

    @Test
    void aLifeIsToldInTheOriginalsNamesAndWhatItLacksBesideThem() {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            RunningClient client = start(
                    simulation, JoiningClient.configuration(RoomChannel.TOKEN).build(), LOBBY);
            simulation.advance(MOMENT);
            client.close();
        }

        assertThat(told.names())
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
                        "slipstream.connection.connect.stop");
    }

    @Test
    void whatTakesTimeIsToldWithHowLongItTook() {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            start(simulation, JoiningClient.configuration(RoomChannel.TOKEN).build(), LOBBY);
            simulation.advance(MOMENT);
        }

        Duration connect = told.of(Span.ConnectSucceeded.class).getFirst().took();
        Duration join = told.of(Span.JoinSucceeded.class).getFirst().took();
        Span.RequestEnded request = told.of(Span.RequestEnded.class).getFirst();
        assertThat(List.of(connect, join, request.took()))
                .allSatisfy(took -> assertThat(took).isPositive().isLessThan(MOMENT));
        assertThat(request.outcome()).isEqualTo("Ok");
        assertThat(told.of(Span.ConnectionEnded.class).getFirst().took()).isGreaterThan(connect);
    }

    @Test
    void aConnectionAndWhatItHandlesBearTheIdsOfItsTraceAndItself() {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            start(simulation, JoiningClient.configuration(RoomChannel.TOKEN).build(), LOBBY);
            simulation.advance(MOMENT);
            simulation.network().inject(Fault.CUT);
            simulation.advance(MOMENT);
        }

        List<Span.ConnectionStarted> lives = told.of(Span.ConnectionStarted.class);
        assertThat(lives).hasSize(2);
        assertThat(lives.getFirst().ids().connection())
                .matches("[0-9a-f]{16}")
                .isNotEqualTo(lives.getLast().ids().connection());
        assertThat(told.traces).singleElement().asString().matches("[0-9a-f]{32}");
        assertThat(lives).allSatisfy(life -> assertThat(life.ids().trace()).isEqualTo(told.traces.getFirst()));
        assertThat(told.of(Span.HandlingSucceeded.class))
                .extracting(handled -> handled.ids().connection())
                .containsOnly(
                        lives.getFirst().ids().connection(),
                        lives.getLast().ids().connection());
    }

    @Test
    void eachHandledMessageIsToldWithTheStatesBeforeAndAfterAndWhatCameOfIt() {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            start(simulation, JoiningClient.configuration(RoomChannel.TOKEN).build(), LOBBY);
            simulation.advance(MOMENT);
        }

        assertThat(told.of(Span.HandlingSucceeded.class))
                .extracting(handled ->
                        handled.what() + " " + handled.effects() + " " + handled.before() + " " + handled.after())
                .contains(
                        "OpenConnection [OpenTransport] IDLE OPENING",
                        "Opened [ChannelConnected] OPENING OPEN",
                        "JoinTopic [Send] OPEN OPEN",
                        "Received [TopicJoinSucceeded] OPEN OPEN",
                        "Received [MessageReceived] OPEN OPEN",
                        "CloseConnection [CloseTransport] OPEN CLOSING");
        assertThat(told.of(Span.HandlingStarted.class))
                .filteredOn(started -> started.what().equals("Received"))
                .extracting(started -> started.topic() + " " + started.event())
                .contains(LOBBY + " phx_reply", LOBBY + " said");
    }

    @Test
    void failedConnectsAreToldAndWhenTheNextOneIs() {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            start(simulation, JoiningClient.configuration("wrong").build(), LOBBY);
            simulation.advance(MOMENT);
        }

        assertThat(told.of(Span.ConnectFailed.class))
                .hasSize(2) // the second one with credentials asked for again
                .allSatisfy(failed -> assertThat(failed.failure()).isEqualTo(Failure.HandshakeRefused.of(403)));
        assertThat(told.of(Observation.ReconnectScheduled.class)).hasSize(1);
        assertThat(told.of(Observation.ReconnectAbandoned.class)).hasSize(1);
    }

    @Test
    void failedJoinsAndDisconnectsAreToldWithTheirReasons() {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            start(simulation, JoiningClient.configuration(RoomChannel.TOKEN).build(), LOBBY, "rooms:locked");
            simulation.advance(MOMENT);
            simulation.network().inject(Fault.CUT);
            simulation.advance(MOMENT);
        }

        assertThat(told.of(Span.JoinFailed.class))
                .extracting(failed -> failed.topic() + " " + failed.reason())
                .contains("rooms:locked JoinRefused");
        assertThat(told.of(Span.ConnectionEnded.class))
                .extracting(ended -> ended.reason().getClass().getSimpleName())
                .containsExactly("Failed", DisconnectReason.Requested.class.getSimpleName());
    }

    @Test
    void aCallbackThatThrowsIsToldByTheNameOfItsThrowable() {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            RunningClient client = start(
                    simulation, JoiningClient.configuration(RoomChannel.TOKEN).build(), LOBBY);
            simulation.advance(MOMENT);
            client.send("x");
            simulation.advance(MOMENT);
        }

        assertThat(told.of(Span.CallbackFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.name()).isEqualTo("slipstream.client.handle_info.exception");
            assertThat(failed.thrown()).isEqualTo("java.lang.IllegalStateException");
        });
        assertThat(told.names()).doesNotContain("slipstream.client.handle_info.stop");
    }

    @Test
    void whatWaitsIsMeasuredBeforeEachCallback() {
        try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
            RunningClient client = start(
                    simulation, JoiningClient.configuration(RoomChannel.TOKEN).build(), LOBBY);
            simulation.advance(MOMENT);
            for (int i = 0; i < 10; i++) {
                client.send(i);
            }
            simulation.advance(MOMENT);
        }

        assertThat(told.of(Observation.QueuesMeasured.class))
                .extracting(Observation.QueuesMeasured::messages)
                .contains(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    }

    /** So nothing that was begun is kept for ever, here or by a listener that counts. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void eachBeginningHasOneEndWhateverHappens(long seed) {
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
            }
            client.close();
            simulation.advance(Duration.ofMinutes(2));
        }

        Map<String, Integer> open = new TreeMap<>();
        for (Observation observation : told.all) {
            if (observation instanceof Span span) {
                open.merge(key(span), isStart(span) ? 1 : -1, Integer::sum);
            }
        }
        assertThat(told.of(Span.JoinStarted.class)).hasSizeGreaterThan(3);
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
            case Span.RequestStarted(var connection, var topic, var event) -> kind + connection + topic;
            case Span.RequestEnded(var connection, var topic, var event, var outcome, var took) ->
                kind + connection + topic;
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
