package dev.slipstream.system.channels;

import static dev.slipstream.system.channels.ChannelScenario.CONFIGURATION;
import static dev.slipstream.system.channels.ChannelScenario.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.ClientEndedException;
import dev.slipstream.PushFailedException;
import dev.slipstream.ReplyException;
import dev.slipstream.RequestLostException;
import dev.slipstream.channels.Channel;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.Observation;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pushes of a channel handle: each has one outcome. */
class ChannelPushTest {

    private final ChannelScenario scenario = ChannelScenario.joined();
    private final Channel lobby = scenario.lobby();

    record Pong(int n) {}

    @AfterEach
    void close() {
        scenario.close();
    }

    @Test
    void pushCompletesWithTheReply() {
        CompletionStage<Reply> ok = lobby.push("ping", Map.of("n", 1));
        CompletionStage<Reply> error = lobby.push("bad");
        scenario.test.reply(scenario.test.assertPush(LOBBY, "ping", Map.of("n", 1)), Map.of("n", 2));
        scenario.test.reply(scenario.test.assertPush(LOBBY, "bad", Map.of()), "error", Map.of("reason", "no"));

        assertThat(((Reply.Ok) scenario.test.await(ok)).response().text()).isEqualTo("{\"n\":2}");
        assertThat(((Reply.Error) scenario.test.await(error)).response().text()).isEqualTo("{\"reason\":\"no\"}");
    }

    @Test
    void pushesReachTheServerInOrder() {
        for (int n = 0; n < 20; n++) {
            if (n % 2 == 0) {
                lobby.pushAndForget("n" + n, Map.of());
            } else {
                lobby.push("n" + n);
            }
        }

        for (int n = 0; n < 20; n++) {
            assertThat(scenario.test.assertPush(LOBBY, "*").event()).isEqualTo("n" + n);
        }
    }

    @Test
    void pushIsLostWhenTheTimeoutOfTheCallHasPassed() {
        CompletionStage<Reply> asked = lobby.push("ping", Map.of(), Duration.ofSeconds(2));
        scenario.test.assertPush(LOBBY, "ping");
        scenario.test.advance(Duration.ofSeconds(2));

        assertThat(scenario.test.await(asked))
                .isEqualTo(new Reply.Lost(new Failure.TimedOut(Duration.ofSeconds(2)), true));
    }

    @Test
    void pushWithoutATimeoutIsLostAfterTheConfiguredOne() {
        CompletionStage<Reply> asked = lobby.push("ping");
        scenario.test.advance(Configuration.DEFAULT_REQUEST_TIMEOUT);

        assertThat(scenario.test.await(asked))
                .isEqualTo(new Reply.Lost(new Failure.TimedOut(Configuration.DEFAULT_REQUEST_TIMEOUT), true));
    }

    @Test
    void pushIsLostWhenTheConnectionEnds() {
        CompletionStage<Reply> asked = lobby.push("ping");
        scenario.test.assertPush(LOBBY, "ping");

        scenario.test.cutConnection();

        assertThat(scenario.test.await(asked)).isEqualTo(new Reply.Lost(new Failure.Disconnected(), true));
    }

    @Test
    void pushIsLostAtOnceAfterALeave() {
        CompletionStage<?> left = lobby.leave();
        scenario.test.acceptLeave(LOBBY);
        scenario.test.await(left);

        assertThat(scenario.test.await(lobby.push("ping")))
                .isEqualTo(new Reply.Lost(new Failure.NotJoined(LOBBY), false));
    }

    @Test
    void pushIsLostAfterTheSocketWasClosed() {
        CompletionStage<Reply> before = lobby.push("ping");
        scenario.socket().close();

        assertThat(scenario.test.await(before)).isInstanceOf(Reply.Lost.class);
        assertThat(scenario.test.await(lobby.push("ping"))).isEqualTo(new Reply.Lost(new Failure.Cancelled(), false));
        assertThatThrownBy(() -> lobby.pushAndForget("ping")).isInstanceOf(ClientEndedException.class);
    }

    // --- typed pushes -----------------------------------------------------------------------------------------------

    @Test
    void typedPushDecodesTheOkResponse() {
        CompletionStage<Pong> asked = lobby.push("ping", Map.of(), Pong.class);
        CompletionStage<Pong> timed = lobby.push("ping", Map.of(), Pong.class, Duration.ofSeconds(1));
        scenario.test.reply(scenario.test.assertPush(LOBBY, "ping"), Map.of("n", 3));
        scenario.test.reply(scenario.test.assertPush(LOBBY, "ping"), Map.of("n", 4));

        assertThat(scenario.test.await(asked)).isEqualTo(new Pong(3));
        assertThat(scenario.test.await(timed)).isEqualTo(new Pong(4));
    }

    @Test
    void typedPushFailsWithTheStatusAndTheResponse() {
        CompletionStage<Pong> asked = lobby.push("ping", Map.of(), Pong.class);
        scenario.test.reply(scenario.test.assertPush(LOBBY, "ping"), "error", Map.of("reason", "busy"));

        assertThatThrownBy(() -> scenario.test.await(asked))
                .isInstanceOf(ReplyException.class)
                .hasMessageContaining("ping on rooms:lobby with status error: {\"reason\":\"busy\"}; see response()")
                .satisfies(thrown -> {
                    assertThat(((ReplyException) thrown).status()).isEqualTo("error");
                    assertThat(((ReplyException) thrown).response().text()).isEqualTo("{\"reason\":\"busy\"}");
                });
    }

    @Test
    void typedPushFailsIfThereIsNoReplyOrItDoesNotFit() {
        CompletionStage<Pong> late = lobby.push("ping", Map.of(), Pong.class, Duration.ofSeconds(1));
        scenario.test.assertPush(LOBBY, "ping");
        scenario.test.advance(Duration.ofSeconds(1));
        CompletionStage<Pong> other = lobby.push("ping", Map.of(), Pong.class);
        scenario.test.reply(scenario.test.assertPush(LOBBY, "ping"), List.of());

        assertThatThrownBy(() -> scenario.test.await(late)).isInstanceOf(RequestLostException.class);
        assertThatThrownBy(() -> scenario.test.await(other)).isInstanceOf(PayloadMismatchException.class);
    }

    // --- before the join --------------------------------------------------------------------------------------------

    @Test
    void pushWaitsForTheJoin() {
        Channel other = scenario.socket().channel("rooms:other");
        other.join();
        CompletionStage<Reply> asked = other.push("ping");
        other.pushAndForget("hello");
        scenario.test.refutePush("rooms:other", "*");

        scenario.test.acceptJoin("rooms:other");
        scenario.test.reply(scenario.test.assertPush("rooms:other", "ping"), Map.of());

        assertThat(scenario.test.await(asked)).isInstanceOf(Reply.Ok.class);
        scenario.test.assertPush("rooms:other", "hello");
    }

    @Test
    void pushWaitsForTheRejoin() {
        scenario.test.cutConnection();
        CompletionStage<Reply> asked = lobby.push("ping");

        scenario.test.connectAndJoin(LOBBY);
        scenario.test.reply(scenario.test.assertPush(LOBBY, "ping"), Map.of());

        assertThat(scenario.test.await(asked)).isInstanceOf(Reply.Ok.class);
    }

    @Test
    void channelWithoutABufferLosesThePushAtOnce() {
        Channel other = scenario.socket()
                .channelWith(
                        "rooms:other",
                        JoinOptions.builder().buffer(PushBuffer.NONE).build());
        other.join();

        assertThat(scenario.test.await(other.push("ping")))
                .isEqualTo(new Reply.Lost(new Failure.NotJoined("rooms:other"), false));
    }

    @Test
    void pushBeforeTheFirstJoinThrows() {
        Channel other = scenario.socket().channel("rooms:other");
        String message = "cannot push ping to rooms:other: it was never joined; call join first";

        assertThatThrownBy(() -> other.push("ping"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> other.pushAndForget("ping"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }

    @Test
    void invalidArgumentsThrowAtTheCall() {
        assertThatThrownBy(() -> lobby.push("phx_join", Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> lobby.push("ping", "\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> lobby.push("ping", Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pass the payload, such as Map.of(), before the Duration");
        assertThatThrownBy(() -> lobby.pushAndForget("phx_join")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> lobby.pushAndForget("ping", Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // --- push and forget --------------------------------------------------------------------------------------------

    @Test
    void forgottenPushIsEncodedAtTheCall() {
        Map<String, Object> payload = new HashMap<>(Map.of("n", 1));
        lobby.pushAndForget("row", payload);
        payload.put("n", 2);

        scenario.test.assertPush(LOBBY, "row", Map.of("n", 1));
    }

    @Test
    void forgottenPushThatIsNotSentIsReported() {
        List<Observation> observed = new ArrayList<>();
        try (ChannelScenario own =
                ChannelScenario.started(CONFIGURATION, options -> options.telemetry(observed::add))) {
            own.join();
            Channel left = own.lobby();
            left.leave();
            own.test.acceptLeave(LOBBY);

            left.pushAndForget("ping");
            own.test.advance(Duration.ZERO);

            assertThat(observed).contains(new Observation.PushDropped(LOBBY, "ping", new Failure.NotJoined(LOBBY)));
        }
    }

    @Test
    void pushWaitsForRoom() {
        CompletableFuture<Object> pushed = scenario.test.run(() -> {
            for (int n = 0; n < 100; n++) {
                lobby.pushAndForget("row", n, Duration.ofSeconds(10));
            }
            return "done";
        });

        assertThat(scenario.test.await(pushed)).isEqualTo("done");
        for (int n = 0; n < 100; n++) {
            scenario.test.assertPush(LOBBY, "row", n);
        }
    }

    @Test
    void pushThatWaitsForRoomFailsOnAChannelThatIsNotJoined() {
        scenario.test.cutConnection();

        assertThatThrownBy(() -> scenario.test.await(scenario.test.run(() -> {
                    lobby.pushAndForget("row", 1, Duration.ofSeconds(10));
                    return "done";
                })))
                .isInstanceOf(PushFailedException.class)
                .hasMessageContaining("cannot push row to rooms:lobby");
    }
}
