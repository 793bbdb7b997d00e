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
import dev.slipstream.testkit.phoenix.ChannelContext;
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
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The server handles messages in order, so a slow join delays the reply to a later heartbeat. If a join takes longer
 * than the join timeout and the heartbeat timeout, only the join times out. The connection stays open.
 */
class SlowJoinTest {

    private static final String TOPIC = "slow:1";
    private static final Duration HEARTBEAT = Duration.ofMillis(300);
    private static final long PATIENCE_SECONDS = 60;

    /** Joins one topic, and records how joins and connections end. */
    private static final class Member implements SlipstreamClient {

        private final List<Object> events = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> joined = new CompletableFuture<>();
        private final CompletableFuture<Void> closed;
        private final Configuration configuration;

        /** Makes a member that completes {@code closed} when a join has ended without a response. */
        Member(Configuration configuration, CompletableFuture<Void> closed) {
            this.configuration = configuration;
            this.closed = closed;
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
            closed.complete(null);
            return socket;
        }

        @Override
        public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
            events.add(reason);
            return socket;
        }
    }

    /** A server that runs {@code firstJoin} before it answers the first join. */
    private static Endpoint slow(Consumer<ChannelContext> firstJoin) {
        AtomicBoolean isFirst = new AtomicBoolean(true);
        return Endpoint.of(UserSocket.at("/socket").channel("slow:*", () -> (topic, params, context) -> {
            if (isFirst.getAndSet(false)) {
                firstJoin.accept(context);
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
                configuration("ws://localhost/socket/websocket", Duration.ofSeconds(1), Duration.ofMillis(1500)),
                new CompletableFuture<>());
        try (Simulation simulation = Simulation.calm(1, slow(context -> context.sleep(Duration.ofSeconds(2))))) {
            RunningClient unused = simulation.start(member);

            simulation.advance(Duration.ofSeconds(20));

            assertOnlyTheJoinTimedOut(member);
        }
    }

    /**
     * The server answers the join only after the client has reported that the join timed out. So even a slow machine
     * does not answer too early. At that moment, the outstanding heartbeat is older than the heartbeat timeout. But
     * this timeout starts again when the join times out, so even a slow machine has enough time to answer the
     * heartbeat.
     */
    @Test
    void slowJoinTimesOutAndConnectionStaysOnRealSockets() {
        CompletableFuture<Void> timedOut = new CompletableFuture<>();
        Endpoint endpoint = slow(context ->
                timedOut.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
        try (PhoenixServer server = PhoenixServer.start(endpoint)) {
            Member member = new Member(
                    configuration(server.uri().toString(), Duration.ofSeconds(9), Duration.ofSeconds(8)), timedOut);
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
