package dev.slipstream.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.JoinFailedException;
import dev.slipstream.RunningClient;
import dev.slipstream.Session;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {

    private static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");
    private static final Endpoint ENDPOINT = Endpoint.of(UserSocket.at("/socket")
            .channel("rooms:*", Echo::new)
            .channel("slow:*", () -> (topic, params, context) -> {
                context.sleep(Duration.ofSeconds(15));
                return JoinResult.ok();
            })
            .channel("closed:*", () -> (topic, params, context) -> JoinResult.error(Map.of("reason", "closed"))));

    /** Replies to each push with its payload. */
    private static final class Echo implements PhoenixChannel {

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            return JoinResult.ok(params);
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            context.reply(payload);
        }
    }

    /** Joins one room, and records the ends of its connections. */
    private static final class Member implements SlipstreamClient {

        record Question(From<String> from) {}

        private final List<DisconnectReason> ends = new ArrayList<>();
        private final String room;

        Member() {
            this("rooms:lobby");
        }

        Member(String room) {
            this.room = room;
        }

        @Override
        public Socket init(Socket socket) {
            return socket.connect(CONFIGURATION).join(room);
        }

        @Override
        public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
            ends.add(reason);
            return socket;
        }

        @Override
        public Socket handleCall(Object message, Socket socket) {
            return message instanceof Question(From<String> from) ? socket.answer(from, "here") : socket;
        }
    }

    @Test
    void hoursOfHeartbeatsCostLittleRealTime() {
        try (Simulation simulation = Simulation.calm(1, ENDPOINT)) {
            RunningClient client = simulation.start(new Member());

            simulation.advance(Duration.ofHours(2));

            assertThat(client.socket().isJoined("rooms:lobby")).isTrue();
            assertThat(client.socket().connection().orElseThrow().number()).isEqualTo(1);
        }
    }

    @Test
    void nothingHappensUntilTimeAdvances() {
        try (Simulation simulation = Simulation.calm(1, ENDPOINT)) {
            RunningClient client = simulation.start(new Member());

            assertThat(client.socket().configuration()).isEmpty();
            assertThat(simulation.now()).isZero();
        }
    }

    @Test
    void halfOpenLinkIsDetectedByHeartbeatAndReplaced() {
        try (Simulation simulation = Simulation.calm(1, ENDPOINT)) {
            Member member = new Member();
            RunningClient client = simulation.start(member);
            simulation.advance(Duration.ofSeconds(1));

            assertThat(simulation.network().inject(Fault.HALF_OPEN)).isTrue();
            simulation.advance(Duration.ofMinutes(1));

            assertThat(member.ends)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            DisconnectReason.Failed.class,
                            failed -> assertThat(failed.failure()).isInstanceOf(Failure.HeartbeatTimedOut.class));
            assertThat(client.socket().isJoined("rooms:lobby")).isTrue();
        }
    }

    /**
     * The server takes 15 s for each join, which is longer than the timeout of the client's first join. Meanwhile the
     * server answers nothing else on the connection.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void joinOfFifteenSecondsFinallySucceeds(long seed) {
        try (Simulation simulation = Simulation.calm(seed, ENDPOINT)) {
            Member member = new Member("slow:room");
            RunningClient client = simulation.start(member);
            simulation.advance(Duration.ofSeconds(12));
            assertThat(client.socket().isJoined("slow:room")).isFalse();

            simulation.advance(Duration.ofMinutes(3));

            assertThat(client.socket().isJoined("slow:room")).isTrue();
            assertThat(member.ends).isEmpty();
        }
    }

    @Test
    void faultThatNeedsAConnectionDoesNothingWithoutOne() {
        try (Simulation simulation = Simulation.calm(1, ENDPOINT)) {
            assertThat(simulation.network().inject(Fault.CUT)).isFalse();
        }
    }

    @Test
    void callIsAnsweredInVirtualTime() {
        try (Simulation simulation = Simulation.calm(1, ENDPOINT)) {
            RunningClient client = simulation.start(new Member());

            assertThat(client.call(Member.Question::new)).isEqualTo("here");
        }
    }

    @Test
    void scriptWaitsInVirtualTime() {
        try (Simulation simulation = Simulation.calm(1, ENDPOINT)) {
            Session session = simulation.open(CONFIGURATION);
            session.join("rooms:lobby");

            Reply reply = session.request("rooms:lobby", "echo", Map.of("n", 7));

            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Reply.Ok.class,
                            ok -> assertThat(ok.response().text()).isEqualTo("{\"n\":7}"));
            assertThatThrownBy(() -> session.join("closed:door")).isInstanceOf(JoinFailedException.class);
            session.close();
        }
    }

    @Test
    void eventsDependOnlyOnSeed() {
        assertThat(watched(7)).isEqualTo(watched(7)).isNotEqualTo(watched(8));
    }

    private static List<String> watched(long seed) {
        List<String> events = new ArrayList<>();
        try (Simulation simulation = Simulation.of(seed, Simulation.Settings.RACING, ENDPOINT)) {
            simulation.network().watch((now, event) -> events.add(now + " " + event));
            simulation.start(new Member());
            simulation.after(Duration.ofSeconds(3), () -> simulation.network().inject(Fault.RESET));
            simulation.advance(Duration.ofMinutes(2));
        }
        return events;
    }

    @Test
    void openTransportAtCloseIsAnError() {
        Simulation simulation = Simulation.calm(1, ENDPOINT);
        simulation.open(CONFIGURATION); // never closed

        assertThatThrownBy(simulation::close).isInstanceOf(AssertionError.class).hasMessageContaining("1 transports");
    }
}
