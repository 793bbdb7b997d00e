package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Objects of the user that throw when the library calls them. If the key of a timer throws, some operations of a
 * callback may be applied already, so the client ends. If a policy or backoff throws, the client uses the default.
 */
class UsersObjectsTest {

    private static final IllegalStateException THROWN = new IllegalStateException("planned");

    private static final Backoff BACKOFF = (attempt, wasEstablished) -> {
        throw THROWN;
    };

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();

    /** The key of a timer. Its {@code hashCode} throws. */
    private static final class Key {

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            throw THROWN;
        }

        @Override
        public String toString() {
            return "key";
        }
    }

    private RunningClient start(Configuration configuration) {
        RunningClient client = Slipstream.start(
                new LobbyClient(journal)
                        .onInit(socket -> socket.connect(configuration))
                        .continuing(),
                transports.options());
        journal.expect("joined");
        return client;
    }

    private void endsWithThrown(RunningClient client) {
        assertThat(client.whenStopped()
                        .toCompletableFuture()
                        .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .isEqualTo(new StopReason.Failed(THROWN));
        Journal.eventually(
                () -> transports.all().stream().allMatch(socket -> socket.closes.get() == 1 || socket.isOver()),
                "no websocket is left");
    }

    static Stream<UnaryOperator<Socket>> steps() {
        return Stream.of(
                socket -> socket.push("rooms:lobby", "first", Map.of()).sendAfter(new Key(), Duration.ZERO, "never"),
                socket -> socket.disconnect()
                        .connect(FakeTransports.configuration())
                        .sendAfter("a key", Duration.ofHours(1), "never")
                        .cancel(new Key()),
                socket -> {
                    try {
                        Slipstream.session(socket.sendEvery(new Key(), Duration.ofSeconds(1), "never"));
                    } catch (IllegalStateException swallowed) {
                        assertThat(swallowed).isSameAs(THROWN);
                    }
                    return socket;
                });
    }

    @ParameterizedTest
    @MethodSource("steps")
    void throwingKeyEndsClient(UnaryOperator<Socket> step) {
        RunningClient client = start(FakeTransports.configuration());

        client.run(step);

        endsWithThrown(client);
    }

    @Test
    void sentRequestIsReportedAsMaybeSent() {
        RunningClient client = start(FakeTransports.configuration());
        CompletableFuture<Reply> reply =
                client.request("rooms:lobby", "asked", Map.of()).toCompletableFuture();
        transports.next().took("asked");

        client.run(socket ->
                socket.sendAfter("a key", Duration.ofHours(1), "never").cancel(new Key()));

        assertThat(reply.orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .isEqualTo(new Reply.Lost(new Failure.Cancelled(), true));
    }

    @Test
    void defaultBackoffIsUsedIfTheBackoffThrows() {
        RunningClient client = start(FakeTransports.configuration().toBuilder()
                .reconnectBackoff(BACKOFF)
                .build());

        transports.next().cut();

        journal.expect("joined");
        client.close();
    }

    @Test
    void defaultPolicyIsUsedIfThePolicyThrows() {
        RunningClient client = start(FakeTransports.configuration().toBuilder()
                .reconnectPolicy(new ReconnectPolicy() {
                    @Override
                    public Decision reconnects(DisconnectReason reason, Tries tries) {
                        throw THROWN;
                    }

                    @Override
                    public boolean rejoins(TopicCloseReason reason, int failures) {
                        throw THROWN;
                    }
                })
                .build());

        transports.next().cut();

        journal.expect("joined");
        client.close();
    }
}
