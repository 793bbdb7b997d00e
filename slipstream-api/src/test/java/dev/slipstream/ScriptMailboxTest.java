package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Messages that a script does not take. */
class ScriptMailboxTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    private final FakeTransports transports = new FakeTransports();
    private final Queue<Observation> observations = new ConcurrentLinkedQueue<>();

    private Session open() {
        return Slipstream.open(
                FakeTransports.configuration(),
                transports
                        .builder()
                        .telemetry(observations::add)
                        .maxMessages(10)
                        .maxBytes(1 << 20)
                        .build());
    }

    @Test
    void aboveLimitOldestMessagesAreDropped() {
        try (Session session = open()) {
            session.join("rooms:lobby");
            FakeSocket server = transports.next();
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 100; i++) {
                    server.broadcast("rooms:lobby", "m" + i, "{}");
                }
                assertThat(server.reading).isTrue();
                assertThat(session.await(EventMatcher.messageOn("rooms:lobby", "m99"))
                                .event())
                        .isEqualTo("m99");
                assertThatThrownBy(() -> session.await(EventMatcher.messageOn("rooms:lobby", "m0"), SHORT))
                        .isInstanceOf(AwaitTimeoutException.class);
            }
            assertThat(session.request("rooms:lobby", "ping", Map.of())).isInstanceOf(Reply.Ok.class);
            assertThat(observations.stream().filter(Observation.MessageDisplaced.class::isInstance))
                    .hasSizeBetween(270, 297);
        }
    }

    @Test
    void repliesToPushesOfTheSessionAreDroppedAndCounted() {
        try (Session session = open()) {
            session.join("rooms:lobby");
            session.push("rooms:lobby", "ping", Map.of());
            assertThat(session.request("rooms:lobby", "ping", Map.of())).isInstanceOf(Reply.Ok.class);
            assertThat(observations).anyMatch(Observation.ReplyOrphaned.class::isInstance);
        }
    }

    @Test
    void scriptThatOnlyPushesDoesNotKeepReplies() {
        try (Session session = open()) {
            session.join("rooms:lobby");
            for (int i = 0; i < 1000; i++) {
                session.push("rooms:lobby", "ping", Map.of());
            }
            assertThat(orphaned()).isGreaterThanOrEqualTo(985);
            assertThat(session.request("rooms:lobby", "ping", Map.of())).isInstanceOf(Reply.Ok.class);
            assertThat(orphaned()).isEqualTo(1000);
        }
    }

    @Test
    void scriptThatPushesTooMuchDoesNotKeepFailures() {
        try (Session session = open()) {
            session.join("rooms:lobby");
            FakeSocket socket = transports.next();
            socket.full = true;
            for (int i = 0; i < 1000; i++) {
                session.push("rooms:lobby", "ping", Map.of());
            }
            assertThat(orphaned()).isGreaterThanOrEqualTo(985);
            socket.full = false;
            assertThat(session.request("rooms:lobby", "ping", Map.of())).isInstanceOf(Reply.Ok.class);
        }
    }

    private long orphaned() {
        return observations.stream()
                .filter(Observation.ReplyOrphaned.class::isInstance)
                .count();
    }
}
