package dev.slipstream.system.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.core.Compression;
import dev.slipstream.core.CompressionTotals;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Observation;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Reply;
import dev.slipstream.core.TypeRef;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.testkit.server.ServerSettings;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compressed connections to {@code PhoenixServer}, or with {@code -Dphoenix.uri=ws://localhost:4000} to a real Phoenix,
 * whose path {@code /socket_deflate} compresses.
 */
class CompressionScenariosTest {

    private static final String GOOD = "test:good";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Optional<String> PHOENIX = Optional.ofNullable(System.getProperty("phoenix.uri"));

    private final CompletableFuture<CompressionTotals> measured = new CompletableFuture<>();

    private final Optional<PhoenixServer> server = PHOENIX.isPresent()
            ? Optional.empty()
            : Optional.of(PhoenixServer.start(
                    TestChannel.endpoint(), ServerSettings.standard().withCompression()));

    @AfterEach
    void close() {
        server.ifPresent(PhoenixServer::close);
    }

    private Session open(Compression compression) {
        String uri = server.map(own -> own.uri("/socket").toString())
                .orElseGet(() -> PHOENIX.orElseThrow() + "/socket_deflate/websocket");
        Session session = Slipstream.open(
                Configuration.builder(uri)
                        .reconnectPolicy(ReconnectPolicy.never())
                        .connectTimeout(PATIENCE)
                        .joinTimeout(PATIENCE)
                        .requestTimeout(PATIENCE)
                        .compression(compression)
                        .build(),
                Setup.NETTY_JSON.options().toBuilder()
                        .telemetry(observation -> {
                            if (observation instanceof Observation.CompressionMeasured(var connection, var totals)) {
                                measured.complete(totals);
                            }
                        })
                        .build());
        session.join(GOOD, Map.of("client", "compressed"));
        return session;
    }

    /** A text that a deflater makes a third as long. */
    private static String text(int length) {
        Random random = new Random(length);
        StringBuilder text = new StringBuilder(length + 20);
        while (text.length() < length) {
            text.append("item ").append(random.nextInt(100_000)).append(' ');
        }
        return text.substring(0, length);
    }

    /**
     * Bandit ends a connection if a message inflates to more than 25 times its size. So the client sends such a message
     * uncompressed, and counts it as guarded.
     */
    @ParameterizedTest
    @Tag("deflate-C15")
    @CsvSource({"13000, false", "20000, true", "40000, false"})
    void sameLargePayloadMayBeSentTenTimes(int length, boolean isGuarded) throws Exception {
        String text = text(length);
        try (Session session = open(Compression.standard())) {
            for (int i = 0; i < 10; i++) {
                session.push(GOOD, "quicksand", Map.of("text", text));
            }
            Reply reply = session.request(GOOD, "swallowed", Map.of());

            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Reply.Ok.class,
                            ok -> assertThat(ok.response().as(new TypeRef<Map<String, List<String>>>() {}))
                                    .isEqualTo(Map.of("all", Collections.nCopies(10, "{\"text\":\"" + text + "\"}"))));
            assertThat(session.request(GOOD, "ping", Map.of())).isInstanceOf(Reply.Ok.class);
            assertThat(session.socket().isConnected()).isTrue();
        }
        assertThat(measured.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).guardedMessages() > 0)
                .isEqualTo(isGuarded);
    }

    /**
     * A real Phoenix accepts the number of bits and names it in its response. Our own server uses Jetty, which ignores
     * the number.
     */
    @ParameterizedTest
    @Tag("deflate-C20")
    @ValueSource(ints = {8, 10, 15})
    void serverMayUseASmallerWindow(int bits) throws Exception {
        try (Session session = open(Compression.builder().serverWindowBits(bits).build())) {
            assertThat(session.socket().connection().flatMap(Connection::compression))
                    .hasValueSatisfying(answer -> assertThat(answer).startsWith("permessage-deflate"));
            if (PHOENIX.isPresent() && bits < 15) {
                assertThat(session.socket().connection().flatMap(Connection::compression))
                        .hasValueSatisfying(answer -> assertThat(answer).endsWith("server_max_window_bits=" + bits));
            }
            for (int length : List.of(10, 500, 5_000, 50_000)) {
                session.push(GOOD, "quicksand", Map.of("text", text(length)));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(session.request(GOOD, "swallowed", Map.of())).isInstanceOf(Reply.Ok.class);
            }
        }
        CompressionTotals totals = measured.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(totals.receivedMessages()).isGreaterThanOrEqualTo(21);
        assertThat(totals.receivedCompressedBytes()).isLessThan(totals.receivedBytes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void messagesArriveWithAndWithoutTakeover(boolean contextTakeover) {
        try (Session session = open(Compression.builder()
                .contextTakeover(contextTakeover)
                .thresholdBytes(0)
                .build())) {
            for (int i = 0; i < 100; i++) {
                assertThat(session.request(GOOD, "ping", Map.of("number", i, "text", text(i * 20))))
                        .isInstanceOf(Reply.Ok.class);
            }
            assertThat(session.request(GOOD, "ping", new byte[] {1})).isInstanceOf(Reply.Ok.class);
        }
    }
}
