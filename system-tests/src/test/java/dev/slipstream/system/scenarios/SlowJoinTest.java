package dev.slipstream.system.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.simulation.Simulation;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * The server answers a heartbeat only after the join that it received before. A join that outlasts its timeout, and the
 * timeout of the heartbeat, times out alone: the connection stays.
 */
class SlowJoinTest {

    private static final String TOPIC = "slow:1";
    private static final Duration HEARTBEAT = Duration.ofMillis(300);
    private static final long PATIENCE_SECONDS = 60;

    /** Joins one topic, and records how joins and connections end. */
    private static final class Member implements SlipstreamClient {

        private final List<Object> events = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> joined = new CompletableFuture<>();
        private final Configuration configuration;

        Member(Configuration configuration) {
            this.configuration = configuration;
        }

        @Override
        public Socket init(Socket socket) {
            return socket.connect(configuration).join(TOPIC);
        }

        @Override
        public Socket handleJoin(String topic, Payload response, Socket socket) {
            events.add("joined on " + socket.connection().orElseThrow());
            joined.complete(null);
            return socket;
        }

        @Override
        public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
            events.add(reason);
            return socket;
        }

        @Override
        public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
            events.add(reason);
            return socket;
        }
    }

    /** A server whose first join takes this long. */
    private static Endpoint slow(Duration join) {
        AtomicBoolean isFirst = new AtomicBoolean(true);
        return Endpoint.of(UserSocket.at("/socket").channel("slow:*", () -> (topic, params, context) -> {
            if (isFirst.getAndSet(false)) {
                context.sleep(join);
            }
            return JoinResult.ok();
        }));
    }

    private static Configuration configuration(String uri, Duration joinTimeout, Duration heartbeatTimeout) {
        return Configuration.builder(uri)
                .joinTimeout(joinTimeout)
                .heartbeatInterval(HEARTBEAT)
                .heartbeatTimeout(heartbeatTimeout)
                .build();
    }

    private static void assertOnlyTheJoinTimedOut(Member member) {
        assertThat(member.events).containsExactly(new TopicCloseReason.JoinTimedOut(), "joined on connection 1");
    }

    @Test
    void slowJoinTimesOutAndConnectionStays() {
        Member member = new Member(
                configuration("ws://localhost/socket/websocket", Duration.ofSeconds(1), Duration.ofMillis(1500)));
        try (Simulation simulation = Simulation.calm(1, slow(Duration.ofSeconds(2)))) {
            RunningClient unused = simulation.start(member);

            simulation.advance(Duration.ofSeconds(20));

            assertOnlyTheJoinTimedOut(member);
        }
    }

    /** The durations are longer than in virtual time: on a slow machine, the answer may be 2.5 s early or late. */
    @Test
    void slowJoinTimesOutAndConnectionStaysOnRealSockets() {
        try (PhoenixServer server = PhoenixServer.start(slow(Duration.ofSeconds(8)))) {
            Member member =
                    new Member(configuration(server.uri().toString(), Duration.ofMillis(5500), Duration.ofSeconds(5)));
            StartOptions options =
                    StartOptions.builder().transport(new JdkTransportProvider()).build();
            RunningClient client = Slipstream.start(member, options);
            try (client) {
                member.joined.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();

                assertOnlyTheJoinTimedOut(member);
            }
        }
    }
}
