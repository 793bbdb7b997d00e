package dev.slipstream.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.LoggerTelemetry;
import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.transport.contract.RawConnection;
import dev.slipstream.transport.contract.RawFrame;
import dev.slipstream.transport.contract.RawServer;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.netty.NettyTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However many unexpected frames arrive, they reach no callback and cause almost no log lines. The client still works
 * afterwards.
 */
class FloodTest {

    /** The longest wait for something that must happen. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int ROUNDS = 5_000;

    private static final List<String> UNEXPECTED = List.of(
            "[null,null,\"rooms:unknown\",\"said\",{}]",
            "[\"99\",null,\"rooms:lobby\",\"said\",{}]",
            "[null,\"99\",\"rooms:lobby\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]",
            "[\"98\",\"98\",\"rooms:lobby\",\"phx_close\",{}]",
            "[\"98\",\"98\",\"rooms:lobby\",\"phx_error\",{}]",
            "[null,\"c99\",\"phoenix\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");

    @ParameterizedTest
    @MethodSource
    void unexpectedFramesAreDroppedWithoutLogLines(TransportProvider transport) throws Exception {
        AtomicInteger dropped = new AtomicInteger();
        AtomicInteger callbacks = new AtomicInteger();
        VisibleTexts texts = new VisibleTexts();
        Telemetry logger = LoggerTelemetry.standard();
        StartOptions options = StartOptions.builder()
                .transport(transport)
                .telemetry(observation -> {
                    logger.observed(observation);
                    if (observation instanceof Observation.FrameDropped) {
                        dropped.incrementAndGet();
                    }
                })
                .build();
        CountDownLatch joined = new CountDownLatch(1);
        try (RawServer server = RawServer.start(FloodTest::serve);
                RunningClient client = Slipstream.start(client(server, joined, callbacks), options)) {
            assertThat(joined.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            try (Logs logs = Logs.from(Level.INFO, texts)) {
                Reply reply = client.request("rooms:lobby", "ask", Map.of())
                        .toCompletableFuture()
                        .get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);

                assertThat(reply).isInstanceOf(Reply.Ok.class);
            }
            assertThat(server.failures()).isEmpty();
        }
        assertThat(dropped.get()).isBetween(ROUNDS * (UNEXPECTED.size() - 1), ROUNDS * UNEXPECTED.size());
        assertThat(callbacks.get()).isZero();
        assertThat(texts.count()).isLessThan(10);
    }

    static Stream<TransportProvider> unexpectedFramesAreDroppedWithoutLogLines() {
        return Stream.of(new JdkTransportProvider(), new TyrusTransportProvider(), new NettyTransportProvider());
    }

    private static SlipstreamClient client(RawServer server, CountDownLatch joined, AtomicInteger callbacks) {
        return new SlipstreamClient() {
            @Override
            public Socket init(Socket socket) {
                String uri = server.uri("ws", "/socket/websocket").toString();
                Configuration patient =
                        Configuration.builder(uri).requestTimeout(PATIENCE).build();
                return socket.connect(patient).join("rooms:lobby");
            }

            @Override
            public Socket handleJoin(String topic, Payload response, Socket socket) {
                joined.countDown();
                return socket;
            }

            @Override
            public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
                callbacks.incrementAndGet();
                return socket;
            }
        };
    }

    /** Answers the join, and the request after a flood. */
    private static void serve(RawConnection connection) throws IOException {
        connection.accept();
        connection.readMessage();
        connection.write(
                RawFrame.text("[\"1\",\"1\",\"rooms:lobby\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]"));
        connection.readMessage();
        ByteArrayOutputStream round = new ByteArrayOutputStream();
        for (String frame : UNEXPECTED) {
            round.writeBytes(RawFrame.text(frame).bytes());
        }
        for (int i = 0; i < ROUNDS; i++) {
            connection.write(round.toByteArray());
        }
        connection.write(
                RawFrame.text("[\"1\",\"2\",\"rooms:lobby\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]"));
        connection.readToEnd();
    }
}
