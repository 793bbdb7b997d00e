package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No thread remains after all clients have ended. Timers fire at the right times. */
class ThreadsTest {

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();

    private LobbyClient ticking() {
        return new LobbyClient(journal)
                .onInit(socket -> socket.connect(FakeTransports.configuration())
                        .sendEvery("tick", Duration.ofMillis(1), "tick")
                        .sendAfter("far", Duration.ofHours(1), "far")
                        .idleAfter(Duration.ofHours(1), "idle"))
                .onJoin(socket ->
                        socket.request("rooms:lobby", "never answered", Map.of(), "tag", Duration.ofHours(1)));
    }

    private static boolean isOursLeft() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("slipstream"));
    }

    @Test
    void noThreadIsLeftAfterLastClose() {
        try (RunningClient one = Slipstream.start(ticking(), transports.options());
                RunningClient two = Slipstream.start(ticking(), transports.options());
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
        LobbyClient idle = new LobbyClient(journal)
                .onInit(socket -> socket.idleAfter(Duration.ofMillis(20), "idle"))
                .onInfo((message, socket) ->
                        message.equals("idle") ? socket.sendAfter("later", Duration.ofMillis(50), "later") : socket);
        try (RunningClient client = Slipstream.start(idle, transports.options())) {
            journal.expect("later");
            assertThat(journal.lines()).containsExactly("idle", "later");
            assertThat(client.socket().operations()).isEmpty();
        }
    }

    @Test
    void replacedTimerFiresAtEarlierTime() {
        try (RunningClient client = Slipstream.start(ticking(), transports.options())) {
            client.run(socket -> socket.cancel("tick").sendAfter("far", Duration.ofMillis(5), "near"));
            journal.expect("near");
            assertThat(client.whenStopped().toCompletableFuture()).isNotDone();
        }
    }
}
