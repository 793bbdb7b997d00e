package dev.slipstream.system.flood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.PushFailedException;
import dev.slipstream.RunningClient;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.netty.NettyTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A bulk sender whose server stops reading loses none of 20,000 pushes of 1 KB, and keeps their order. */
@ParameterizedClass
@MethodSource("transports")
class BulkPushTest {

    private static final int PUSHES = 20_000;
    private static final String TOPIC = "imports:1";
    private static final String TEXT = "x".repeat(1_000);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(200);

    private record Row(int number, String text) {}

    private final TransportProvider transport;
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger misplaced = new AtomicInteger();
    private final CountDownLatch all = new CountDownLatch(PUSHES);
    private final CompletableFuture<String> joined = new CompletableFuture<>();
    private PhoenixServer server;

    BulkPushTest(TransportProvider transport) {
        this.transport = transport;
    }

    static List<TransportProvider> transports() {
        return List.of(new JdkTransportProvider(), new TyrusTransportProvider(), new NettyTransportProvider());
    }

    private final class Imports implements PhoenixChannel {

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            return JoinResult.ok();
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            if (event.equals("row")) {
                boolean isNext = payload.as(Row.class).number() == received.getAndIncrement();
                misplaced.addAndGet(isNext ? 0 : 1);
                all.countDown();
            }
        }
    }

    private final class Importer implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(configuration()).join(TOPIC);
        }

        @Override
        public Socket handleJoin(String topic, Payload response, Socket socket) {
            joined.complete(topic);
            return socket;
        }
    }

    @BeforeEach
    void start() {
        server = PhoenixServer.start(UserSocket.at("/socket").channel("imports:*", Imports::new));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Configuration configuration() {
        return Configuration.builder(server.uri("/socket").toString())
                .heartbeatInterval(Duration.ZERO) // a busy server may answer late
                .build();
    }

    private StartOptions options() {
        return StartOptions.builder().transport(transport).build();
    }

    private void assertAllReceivedInOrder() throws InterruptedException {
        assertThat(all.await(LONG.toSeconds(), TimeUnit.SECONDS))
                .as("received %s", received)
                .isTrue();
        assertThat(misplaced).hasValue(0);
        assertThat(received).hasValue(PUSHES);
    }

    @Test
    void threadLosesNothingWhileServerReadsNothing() throws Exception {
        try (RunningClient client = Slipstream.start(new Importer(), options())) {
            joined.get(60, TimeUnit.SECONDS);
            server.freeze();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                for (int number = 0; number < PUSHES; number++) {
                    client.push(TOPIC, "row", new Row(number, TEXT), LONG);
                }
            });
            // Another thread pushes until the queue stays full for so long that its push fails.
            assertThatThrownBy(() -> {
                        while (true) {
                            client.push(TOPIC, "probe", Map.of(), SHORT);
                        }
                    })
                    .isInstanceOfSatisfying(
                            PushFailedException.class,
                            failed -> assertThat(failed.failure()).isEqualTo(new Failure.TimedOut(SHORT)));
            assertThat(sending).isNotDone();
            server.thaw();
            sending.get(LONG.toSeconds(), TimeUnit.SECONDS);
            assertAllReceivedInOrder();
        }
    }

    @Test
    void scriptLosesNothingWhileServerReadsNothing() throws Exception {
        try (Session session = Slipstream.open(configuration(), options())) {
            session.join(TOPIC);
            server.freeze();
            int number = 0;
            boolean isFull = false;
            while (!isFull) {
                try {
                    session.push(TOPIC, "row", new Row(number, TEXT), SHORT);
                    number++;
                } catch (PushFailedException full) {
                    isFull = true;
                }
            }
            assertThat(number).isBetween(2_048, PUSHES - 1);
            server.thaw();
            for (; number < PUSHES; number++) {
                session.push(TOPIC, "row", new Row(number, TEXT), LONG);
            }
            assertAllReceivedInOrder();
        }
    }
}
