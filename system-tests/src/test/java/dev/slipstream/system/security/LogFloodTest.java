package dev.slipstream.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.LoggerTelemetry;
import dev.slipstream.RunningClient;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.system.RoomChannel;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.transport.contract.RawConnection;
import dev.slipstream.transport.contract.RawFrame;
import dev.slipstream.transport.contract.RawServer;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.netty.NettyTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any number of messages from a server causes only a few log lines, with counts. */
@Tag("F130")
class LogFloodTest {

    /** The longest wait for something that must happen. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int MESSAGES = 20_000;

    /**
     * A run logs fewer lines than this. The client first logs one line for each cause, and then about two lines a
     * minute. So the bound is enough for ten minutes, and a run takes much less.
     */
    private static final int MOST_LINES = 30;

    private static final Pattern ASKED = Pattern.compile("\\[\"(\\w+)\",\"(\\w+)\",\"rooms:lobby\",\"(\\w+)\",.*");

    private static final Pattern JOINED = Pattern.compile("\\[\"(\\w+)\",\"\\w+\",\"(rooms:\\w+)\",\"phx_join\",.*");

    static Stream<TransportProvider> transports() {
        return Stream.of(new JdkTransportProvider(), new TyrusTransportProvider(), new NettyTransportProvider());
    }

    private static StartOptions options(TransportProvider transport) {
        return StartOptions.builder()
                .transport(transport)
                .telemetry(LoggerTelemetry.standard())
                .quiet()
                .build();
    }

    /** Sends no heartbeats, because the server answers none. The timeouts are long, because a busy machine is slow. */
    private static Configuration.Builder patient(RawServer server) {
        return Configuration.builder(server.uri("ws", "/socket/websocket").toString())
                .joinTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .heartbeatInterval(Duration.ZERO);
    }

    private static StartOptions byDefault(TransportProvider transport) {
        return StartOptions.builder().name("lobby").transport(transport).build();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void mismatchedPayloadsWriteFewLogLines(TransportProvider transport) throws Exception {
        VisibleTexts texts = new VisibleTexts();
        AtomicInteger received = new AtomicInteger();
        CountDownLatch joined = new CountDownLatch(1);
        try (RawServer server = RawServer.start(LogFloodTest::serve);
                Logs logs = Logs.from(Level.INFO, texts);
                RunningClient client = Slipstream.start(client(server, joined, received), options(transport))) {
            assertThat(joined.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            Reply reply = client.request("rooms:lobby", "flood", Map.of())
                    .toCompletableFuture()
                    .get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(reply).isInstanceOf(Reply.Ok.class);
            assertThat(server.failures()).isEmpty();
        }
        assertThat(received.get()).isEqualTo(MESSAGES);
        assertThat(texts.with("PayloadMismatched")).isNotEmpty();
        assertThat(texts.count()).isLessThan(MOST_LINES);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void messagesDroppedByAnIdleSessionWriteFewLogLines(TransportProvider transport) throws Exception {
        VisibleTexts texts = new VisibleTexts();
        try (RawServer server = RawServer.start(LogFloodTest::serve);
                Logs logs = Logs.from(Level.INFO, texts);
                Session session = Slipstream.open(
                        patient(server).build(),
                        options(transport).toBuilder()
                                .maxMessages(100)
                                .maxBytes(1 << 20)
                                .build())) {
            session.join("rooms:lobby");
            Reply reply = session.request("rooms:lobby", "flood", Map.of(), PATIENCE);

            assertThat(reply).isInstanceOf(Reply.Ok.class);
            assertThat(server.failures()).isEmpty();
        }
        assertThat(texts.with("MessageDisplaced")).isNotEmpty();
        assertThat(texts.count()).isLessThan(MOST_LINES);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void mismatchedPayloadsWriteFewLinesByDefault(TransportProvider transport) throws Exception {
        VisibleTexts texts = new VisibleTexts();
        AtomicInteger received = new AtomicInteger();
        CountDownLatch joined = new CountDownLatch(1);
        try (RawServer server = RawServer.start(LogFloodTest::serve);
                Logs logs = Logs.from(Level.INFO, texts);
                RunningClient client = Slipstream.start(client(server, joined, received), byDefault(transport))) {
            assertThat(joined.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            Reply reply = client.request("rooms:lobby", "flood", Map.of())
                    .toCompletableFuture()
                    .get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(reply).isInstanceOf(Reply.Ok.class);
        }
        assertThat(received.get()).isEqualTo(MESSAGES);
        assertThat(texts.with("said on rooms:lobby was not handled: cannot decode payload"))
                .isNotEmpty();
        assertThat(texts.count()).isLessThan(MOST_LINES);
    }

    /** A client joins many topics, and the server refuses each of them. */
    @ParameterizedTest
    @MethodSource("transports")
    void refusedJoinsWriteFewLinesByDefault(TransportProvider transport) throws Exception {
        VisibleTexts texts = new VisibleTexts();
        CountDownLatch refused = new CountDownLatch(MESSAGES);
        SlipstreamClient many = new SlipstreamClient() {
            @Override
            public Socket init(Socket socket) {
                return socket.fold(
                        IntStream.range(0, MESSAGES).boxed().toList(), (number, last) -> last.join("rooms:" + number));
            }

            @Override
            public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
                refused.countDown();
                return socket;
            }
        };
        try (RawServer server = RawServer.start(LogFloodTest::refuse);
                Logs logs = Logs.from(Level.INFO, texts);
                RunningClient client = Slipstream.start(many, byDefault(transport))) {
            Configuration roomy =
                    patient(server).maxOutboundFrames(2 * MESSAGES).build();
            client.run(socket -> socket.connect(roomy));
            assertThat(refused.await(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
        assertThat(texts.with("the server refused the join with {\"reason\":\"no\"}"))
                .isNotEmpty();
        assertThat(texts.count()).isLessThan(MOST_LINES);
    }

    /** A good frame follows every two bad frames, so that the connection stays open. */
    @ParameterizedTest
    @MethodSource("transports")
    void badFramesWriteFewLinesByDefault(TransportProvider transport) throws Exception {
        VisibleTexts texts = new VisibleTexts();
        try (RawServer server = RawServer.start(LogFloodTest::serve);
                Logs logs = Logs.from(Level.INFO, texts);
                Session session = Slipstream.open(patient(server).build(), byDefault(transport))) {
            session.join("rooms:lobby");
            Reply reply = session.request("rooms:lobby", "garble", Map.of(), PATIENCE);

            assertThat(reply).isInstanceOf(Reply.Ok.class);
        }
        assertThat(texts.with("a frame of the server is not a Phoenix message")).isNotEmpty();
        assertThat(texts.with("a frame of the server exceeds a limit")).isNotEmpty();
        assertThat(texts.count()).isLessThan(MOST_LINES);
    }

    /** While nothing fails, the log of a client is empty, whatever the client does. */
    @ParameterizedTest
    @MethodSource("transports")
    void healthyClientLogsNothing(TransportProvider transport) throws Exception {
        VisibleTexts texts = new VisibleTexts();
        CompletableFuture<String> last = new CompletableFuture<>();
        SlipstreamClient busy = new SlipstreamClient() {
            @Override
            public Socket handleConnect(Socket socket) {
                return socket.join("rooms:lobby", Map.of("user", 1)).join("rooms:left");
            }

            @Override
            public Socket handleJoin(String topic, Payload response, Socket socket) {
                return topic.equals("rooms:left")
                        ? socket.leave(topic)
                        : socket.heartbeat()
                                .push(topic, "say", Map.of("text", "hello"))
                                .push(topic, "echo", Map.of())
                                .request(topic, "refuse", Map.of(), "tag")
                                .sendAfter("timer", Duration.ofMillis(1), "tick");
            }

            @Override
            public Socket handleLeave(String topic, Socket socket) {
                return socket.push("rooms:lobby", "say", Map.of("text", "last"));
            }

            @Override
            public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
                if (payload.text().contains("last")) {
                    last.complete(event);
                }
                return socket;
            }
        };
        try (PhoenixServer server = PhoenixServer.start(RoomChannel.endpoint());
                Logs logs = Logs.from(Level.INFO, texts);
                RunningClient client = Slipstream.start(busy, byDefault(transport))) {
            client.run(socket -> socket.connect(Configuration.of(server.uri() + "?token=" + RoomChannel.TOKEN)));
            assertThat(last.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("said");
            assertThat(client.request("rooms:lobby", "echo", Map.of())
                            .toCompletableFuture()
                            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(Reply.Ok.class);
        }
        assertThat(texts.with("dev.slipstream")).isEmpty();
    }

    private static SlipstreamClient client(RawServer server, CountDownLatch joined, AtomicInteger received) {
        return new SlipstreamClient() {
            @Override
            public Socket init(Socket socket) {
                return socket.connect(patient(server).build()).join("rooms:lobby");
            }

            @Override
            public Socket handleJoin(String topic, Payload response, Socket socket) {
                joined.countDown();
                return socket;
            }

            @Override
            public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
                received.incrementAndGet();
                payload.as(Integer.class);
                return socket;
            }
        };
    }

    /** Refuses each join. */
    private static void refuse(RawConnection connection) throws IOException {
        connection.accept();
        while (true) {
            Matcher asked = JOINED.matcher(connection.readMessage().text());
            if (asked.matches()) {
                connection.write(RawFrame.text("[\"" + asked.group(1) + "\",\"" + asked.group(1) + "\",\""
                        + asked.group(2)
                        + "\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"no\"}}]"));
            }
        }
    }

    /** Answers each message. Before it answers {@code flood} or {@code garble}, it sends a flood of frames. */
    private static void serve(RawConnection connection) throws IOException {
        connection.accept();
        while (true) {
            Matcher asked = ASKED.matcher(connection.readMessage().text());
            if (!asked.matches()) {
                continue;
            }
            if (asked.group(3).equals("flood")) {
                ByteArrayOutputStream hundred = new ByteArrayOutputStream();
                for (int i = 0; i < 100; i++) {
                    hundred.writeBytes(RawFrame.text("[null,null,\"rooms:lobby\",\"said\",{\"n\":\"x\"}]")
                            .bytes());
                }
                for (int i = 0; i < MESSAGES / 100; i++) {
                    connection.write(hundred.toByteArray());
                }
            } else if (asked.group(3).equals("garble")) {
                ByteArrayOutputStream bad = new ByteArrayOutputStream();
                bad.writeBytes(RawFrame.text("[garbled").bytes());
                bad.writeBytes(RawFrame.text(
                                "[null,null,\"rooms:lobby\",\"deep\"," + "[".repeat(2000) + "]".repeat(2000) + "]")
                        .bytes());
                bad.writeBytes(
                        RawFrame.text("[null,null,\"rooms:lobby\",\"said\",{}]").bytes());
                for (int i = 0; i < MESSAGES / 2; i++) {
                    connection.write(bad.toByteArray());
                }
            }
            connection.write(RawFrame.text("[\"" + asked.group(1) + "\",\"" + asked.group(2)
                    + "\",\"rooms:lobby\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]"));
        }
    }
}
