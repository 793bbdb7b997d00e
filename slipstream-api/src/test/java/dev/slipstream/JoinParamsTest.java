package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Join params from a supplier. */
class JoinParamsTest {

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();
    private final AtomicInteger asked = new AtomicInteger();

    private LobbyClient joining(JoinParams params) {
        return new LobbyClient(journal)
                .onConnect(socket -> socket.joinWith("rooms:lobby", supplied(params)))
                .onTopicClose((reason, socket) -> socket.leave("rooms:lobby"));
    }

    private static JoinOptions supplied(JoinParams params) {
        return JoinOptions.builder().paramsSupplier(params).build();
    }

    @Test
    void eachJoinAsksSupplierForParams() {
        JoinParams counted = attempt -> CompletableFuture.supplyAsync(() -> Map.of("try", asked.incrementAndGet()));
        try (RunningClient client = Slipstream.start(joining(counted), transports.options())) {
            FakeSocket first = transports.next();
            assertThat(shown(first)).isEqualTo(Map.of("try", 1));
            journal.expect("joined");

            first.cut();

            assertThat(shown(transports.next())).isEqualTo(Map.of("try", 2));
            assertThat(client.socket().isConnected()).isTrue();
        }
    }

    @Test
    void paramsThatCannotBeEncodedAreExplained() {
        JoinParams cut = attempt -> CompletableFuture.completedFuture(Map.of("user", "SECRET\uD83D"));
        try (RunningClient client = Slipstream.start(joining(cut), transports.options())) {
            journal.expect("ParamsFailed[detail=cannot encode a map as JSON at [*]:"
                    + " a string has a lone surrogate (half of a character), which Phoenix cannot read;"
                    + " cut strings between characters only, or replace the surrogate]");
            assertThat(client.socket().isJoined("rooms:lobby")).isFalse();
        }
    }

    /** Jackson would encode each of these values, but the client refuses them as params. */
    @Test
    void valueThatCannotBeParamsFailsTheJoin() {
        Map<Object, String> mistakes = Map.of(
                Duration.ofSeconds(1),
                "a Duration as params; pass a map or a record, and set a timeout with Configuration.joinTimeout",
                String.class,
                "a Class as params; pass a map or a record",
                CompletableFuture.completedFuture(Map.of("user", 1)),
                "a CompletionStage as params; pass its value, or"
                        + " call joinWith(topic, JoinOptions.builder().paramsSupplier(attempt -> stage).build())");
        mistakes.forEach((mistake, why) -> {
            JoinParams wrong = attempt -> CompletableFuture.completedFuture(mistake);
            try (RunningClient client = Slipstream.start(joining(wrong), transports.options())) {
                journal.expect("ParamsFailed[detail=cannot join rooms:lobby with " + why + "]");
                assertThat(client.socket().isJoined("rooms:lobby")).isFalse();
            }
        });
        assertThat(transports.all())
                .allSatisfy(server -> assertThat(server.log()).isEmpty());
    }

    private static Map<?, ?> shown(FakeSocket server) {
        Message join = server.took("phx_join");
        return join.payload().as(Map.class);
    }

    @SuppressWarnings("NullAway") // returns null, like user code without null checks
    private static <T> T nothing() {
        return null;
    }

    @Test
    void failedSupplierClosesTopicAndReasonShowsNoMessage() {
        for (JoinParams bad : List.<JoinParams>of(
                attempt -> CompletableFuture.failedFuture(new IllegalStateException("SECRET")), attempt -> {
                    throw new IllegalStateException("SECRET");
                })) {
            try (RunningClient client = Slipstream.start(joining(bad), transports.options())) {
                journal.expect("ParamsFailed[detail=the supplier threw java.lang.IllegalStateException]");
                assertThat(client.socket().isWanted("rooms:other")).isFalse();
            }
        }
        for (JoinParams empty :
                List.<JoinParams>of(attempt -> CompletableFuture.completedFuture(null), attempt -> nothing())) {
            try (RunningClient client = Slipstream.start(joining(empty), transports.options())) {
                journal.expect("ParamsFailed[detail=the supplier returned null]");
                client.stop(new dev.slipstream.core.StopReason.Normal());
            }
        }
        assertThat(transports.all())
                .allSatisfy(server -> assertThat(server.log()).isEmpty());
    }

    @Test
    void joinWaitingForParamsIsLeftAtOnce() {
        try (Session session = Slipstream.open(FakeTransports.configuration(), transports.options())) {
            session.apply(session.socket().joinWith("rooms:lobby", supplied(attempt -> new CompletableFuture<>())));

            session.leave("rooms:lobby");

            assertThat(session.socket().isWanted("rooms:lobby")).isFalse();
        }
    }

    @Test
    void awaitOfJoinWaitsForParams() {
        try (Session session = Slipstream.open(FakeTransports.configuration(), transports.options())) {
            session.apply(session.socket()
                    .joinWith(
                            "rooms:lobby",
                            supplied(attempt -> CompletableFuture.supplyAsync(() -> Map.of("user", 1)))));

            session.join("rooms:lobby");

            assertThat(shown(transports.next())).isEqualTo(Map.of("user", 1));
            session.apply(session.socket()
                    .joinWith(
                            "rooms:other",
                            supplied(attempt -> CompletableFuture.failedFuture(new IllegalStateException()))));
            assertThatThrownBy(() -> session.join("rooms:other")).isInstanceOf(JoinFailedException.class);
        }
    }
}
