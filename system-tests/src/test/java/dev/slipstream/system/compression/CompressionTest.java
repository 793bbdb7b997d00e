package dev.slipstream.system.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.RunningClient;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Compression;
import dev.slipstream.core.CompressionTotals;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.TypeRef;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.system.RoomChannel;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.testkit.server.ServerSettings;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.netty.NettyTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The option for compression, from the configuration to telemetry. */
class CompressionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOPIC = "rooms:lobby";

    private final List<Observation> observed = new CopyOnWriteArrayList<>();
    private final CompletableFuture<CompressionTotals> measured = new CompletableFuture<>();
    private final Telemetry telemetry = observation -> {
        observed.add(observation);
        if (observation instanceof Observation.CompressionMeasured(var connection, var totals)) {
            measured.complete(totals); // at the end of the websocket, which may come after the end of the session
        }
    };

    private StartOptions netty() {
        return StartOptions.builder()
                .transport(new NettyTransportProvider())
                .telemetry(telemetry)
                .build();
    }

    private static PhoenixServer server(UnaryOperator<ServerSettings> change) {
        return PhoenixServer.start(RoomChannel.endpoint(), change.apply(ServerSettings.standard()));
    }

    private static Configuration compressed(String uri) {
        return Configuration.builder(uri)
                .param("token", RoomChannel.TOKEN)
                .requestTimeout(PATIENCE)
                .compression(Compression.standard())
                .build();
    }

    private <T extends Observation> T only(Class<T> type) {
        List<T> found =
                observed.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    // --- transports without compression -----------------------------------------------------------------------------

    static Stream<TransportProvider> without() {
        return Stream.of(new JdkTransportProvider(), new TyrusTransportProvider());
    }

    @ParameterizedTest
    @Tag("deflate-C21")
    @MethodSource("without")
    void transportWithoutCompressionRefusesTheOption(TransportProvider provider) throws Exception {
        String message = "compression: the transport " + provider.name()
                + " does not support it; use slipstream-transport-netty, or leave compression out";
        Configuration configuration = compressed("ws://localhost:9/socket/websocket");
        StartOptions options =
                StartOptions.builder().transport(provider).quiet().build();

        assertThatThrownBy(() -> Slipstream.open(configuration, options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> ChannelSocket.connect(configuration, options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        try (RunningClient client = Slipstream.prepare(
                new SlipstreamClient() {
                    @Override
                    public Socket init(Socket socket) {
                        try {
                            return socket.connect(configuration);
                        } catch (IllegalArgumentException refused) {
                            thrown.complete(refused);
                            throw refused;
                        }
                    }
                },
                options)) {
            assertThatThrownBy(() -> Slipstream.checkConfiguration(configuration, options))
                    .hasMessage(message);
            StopReason reason =
                    client.start().whenStopped().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(thrown.join()).hasMessage(message);
            assertThat(reason.toString()).contains("IllegalArgumentException");
        }
    }

    // --- what is reported -------------------------------------------------------------------------------------------

    @Test
    @Tag("deflate-C01")
    void nothingIsReportedWithoutTheOption() {
        try (PhoenixServer server = server(ServerSettings::withCompression);
                Session session = Slipstream.open(
                        Configuration.builder(server.uri().toString())
                                .param("token", RoomChannel.TOKEN)
                                .build(),
                        netty())) {
            session.join(TOPIC);
            assertThat(session.socket().connection().flatMap(Connection::compression))
                    .isEmpty();
        }

        assertThat(observed)
                .noneMatch(each -> each instanceof Observation.CompressionNegotiated
                        || each instanceof Observation.CompressionMeasured);
    }

    @Test
    @Tag("deflate-C02")
    void declinedOfferIsReported() {
        try (PhoenixServer server = server(settings -> settings);
                Session session = Slipstream.open(compressed(server.uri().toString()), netty())) {
            session.join(TOPIC);
            assertThat(session.request(TOPIC, "echo", Map.of("text", "plain"))).isInstanceOf(Reply.Ok.class);
            assertThat(session.socket().connection().flatMap(Connection::compression))
                    .isEmpty();
        }

        assertThat(only(Observation.CompressionNegotiated.class).parameters()).isEmpty();
        assertThat(observed).noneMatch(Observation.CompressionMeasured.class::isInstance);
    }

    @Test
    @Tag("deflate-C03")
    void negotiatedParametersAndSizesAreReported() throws Exception {
        try (PhoenixServer server = server(ServerSettings::withCompression);
                Session session = Slipstream.open(compressed(server.uri().toString()), netty())) {
            session.join(TOPIC);
            for (int i = 0; i < 50; i++) {
                assertThat(session.request(TOPIC, "echo", Map.of("number", i, "text", "the same words again")))
                        .isInstanceOf(Reply.Ok.class);
            }
            assertThat(session.socket().connection().flatMap(Connection::compression))
                    .contains("permessage-deflate");
        }

        assertThat(only(Observation.CompressionNegotiated.class).parameters()).isEqualTo("permessage-deflate");
        CompressionTotals totals = measured.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(totals.sentMessages()).isGreaterThanOrEqualTo(50);
        assertThat(totals.sentBytes()).isGreaterThan(3 * totals.sentCompressedBytes());
        assertThat(totals.receivedMessages()).isGreaterThanOrEqualTo(51);
        assertThat(totals.receivedBytes()).isGreaterThan(3 * totals.receivedCompressedBytes());
        assertThat(totals.guardedMessages()).isZero();
    }

    // --- an independent peer ----------------------------------------------------------------------------------------

    /** Jetty inflates what this client sends, and the other way round. */
    @Test
    @Tag("deflate-C06")
    void anotherImplementationReadsRandomMessages() {
        for (boolean contextTakeover : List.of(true, false)) {
            Random random = new Random(11);
            try (PhoenixServer server = server(ServerSettings::withCompression);
                    Session session = Slipstream.open(
                            compressed(server.uri().toString()).toBuilder()
                                    .compression(Compression.builder()
                                            .contextTakeover(contextTakeover)
                                            .thresholdBytes(0)
                                            .build())
                                    .build(),
                            netty())) {
                session.join(TOPIC);
                for (int i = 0; i < 300; i++) {
                    String text = random.ints(random.nextInt(i % 10 == 0 ? 40_000 : 200), 'a', 'z')
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString();
                    Reply reply = session.request(TOPIC, "echo", Map.of("text", text));

                    assertThat(reply)
                            .isInstanceOfSatisfying(
                                    Reply.Ok.class,
                                    ok -> assertThat(ok.response().as(new TypeRef<Map<String, String>>() {}))
                                            .isEqualTo(Map.of("text", text)));
                }
            }
        }
    }

    @Test
    @Tag("deflate-C24")
    void twoThreadsMaySendAtOnce() throws Exception {
        try (PhoenixServer server = server(ServerSettings::withCompression);
                RunningClient client = Slipstream.start(
                        new SlipstreamClient() {
                            @Override
                            public Socket init(Socket socket) {
                                return socket.connect(compressed(server.uri().toString()));
                            }

                            @Override
                            public Socket handleConnect(Socket socket) {
                                return socket.join(TOPIC);
                            }
                        },
                        netty())) {
            client.whenJoined(TOPIC).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            List<CompletionStage<Reply>> replies = new CopyOnWriteArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                int number = thread;
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        replies.add(client.request(TOPIC, "echo", Map.of("thread", number, "i", i), PATIENCE));
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            for (CompletionStage<Reply> reply : replies) {
                assertThat(reply.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isInstanceOf(Reply.Ok.class);
            }
            assertThat(replies).hasSize(2_000);
        }
        assertThat(observed).noneMatch(Observation.ReconnectScheduled.class::isInstance);
    }
}
