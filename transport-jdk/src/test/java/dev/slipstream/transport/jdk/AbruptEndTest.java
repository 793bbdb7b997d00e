package dev.slipstream.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.testkit.transport.RawFrame;
import dev.slipstream.testkit.transport.RawServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * TCP that ends right behind messages, time after time: on a busy machine the JDK is apt to forget such an end, and to
 * lose the message before it.
 */
class AbruptEndTest {

    private static final int ROUNDS = 100;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 40})
    void anEndRightBehindMessagesIsToldAndTheMessagesBeforeIt(int messages) throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            connection.accept();
            for (int i = 0; i < messages; i++) {
                connection.readFrame();
                connection.write(RawFrame.text("answer"));
            }
            connection.finish();
            connection.readToEnd();
        })) {
            for (int round = 0; round < ROUNDS; round++) {
                Asking listener = new Asking(messages);
                Transport transport = new JdkTransportProvider().open(handshake(server), listener);
                listener.goOn(transport);

                assertThat(listener.end.get(5, TimeUnit.SECONDS))
                        .as("round %d", round)
                        .isInstanceOf(DisconnectReason.Failed.class);
                assertThat(listener.received.get()).as("round %d", round).isEqualTo(messages);
            }
        }
    }

    /** Asks as often as the server answers, from a thread of its own, as a client's process does. */
    private static final class Asking implements TransportListener {

        final CompletableFuture<DisconnectReason> end = new CompletableFuture<>();
        final AtomicInteger received = new AtomicInteger();
        private final CompletableFuture<Void> open = new CompletableFuture<>();
        private final int messages;

        Asking(int messages) {
            this.messages = messages;
        }

        void goOn(Transport transport) {
            open.thenRunAsync(() -> {
                for (int i = 0; i < messages; i++) {
                    transport.send(new Frame.Text("question"));
                    transport.flush();
                }
            });
        }

        @Override
        public void opened(Map<String, List<String>> headers) {
            open.complete(null);
        }

        @Override
        public boolean received(Frame frame) {
            received.incrementAndGet();
            return true;
        }

        @Override
        public void readComplete() {}

        @Override
        public void pinged() {}

        @Override
        public void ponged() {}

        @Override
        public void ended(DisconnectReason reason) {
            end.complete(reason);
        }
    }

    private static Handshake handshake(RawServer server) {
        return new Handshake(
                server.uri("ws", "/socket/websocket"),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                1 << 20,
                4096,
                1 << 20);
    }
}
