package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Threads after the end, and the times of timers. */
class ThreadsTest {

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();

    private final class Ticking implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(FakeTransports.configuration())
                    .sendEvery("tick", Duration.ofMillis(1), "tick")
                    .sendAfter("far", Duration.ofHours(1), "far")
                    .idleAfter(Duration.ofHours(1), "idle");
        }

        @Override
        public Socket handleConnect(Socket socket) {
            return socket.join("rooms:lobby");
        }

        @Override
        public Socket handleJoin(String topic, Payload response, Socket socket) {
            return socket.request(topic, "never answered", Map.of(), "tag", Duration.ofHours(1));
        }

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            journal.note(message);
            return socket;
        }
    }

    private static boolean isOursLeft() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("slipstream"));
    }

    @Test
    void noThreadIsLeftAfterLastClose() {
        try (RunningClient one = Slipstream.start(new Ticking(), transports.options());
                RunningClient two = Slipstream.start(new Ticking(), transports.options());
                Session script = Slipstream.open(FakeTransports.configuration(), transports.options())) {
            journal.expect("tick");
            assertThat(isOursLeft()).isTrue();
            assertThat(one.whenStopped()).isNotSameAs(two.whenStopped());
            assertThat(script.socket().isConnected()).isTrue();
        }
        Journal.eventually(() -> !isOursLeft(), "no thread is left");
    }

    @Test
    void idleTimerFiresOnceAndClientSleepsAfterwards() {
        SlipstreamClient idle = new SlipstreamClient() {
            @Override
            public Socket init(Socket socket) {
                return socket.idleAfter(Duration.ofMillis(20), "idle");
            }

            @Override
            public Socket handleInfo(Object message, Socket socket) {
                journal.note(message);
                return message.equals("idle") ? socket.sendAfter("later", Duration.ofMillis(50), "later") : socket;
            }
        };
        try (RunningClient client = Slipstream.start(idle, transports.options())) {
            journal.expect("later");
            assertThat(journal.lines()).containsExactly("idle", "later");
            assertThat(client.socket().operations()).isEmpty();
        }
    }

    @Test
    void replacedTimerFiresAtEarlierTime() {
        try (RunningClient client = Slipstream.start(new Ticking(), transports.options())) {
            client.run(socket -> socket.cancel("tick").sendAfter("far", Duration.ofMillis(5), "near"));
            journal.expect("near");
            assertThat(client.whenStopped().toCompletableFuture()).isNotDone();
        }
    }
}
