package dev.slipstream.system.channels;

import static dev.slipstream.system.channels.ChannelScenario.CONFIGURATION;
import static dev.slipstream.system.channels.ChannelScenario.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.ClientEndedException;
import dev.slipstream.JoinFailedException;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.Registration;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Payload;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The handlers of a socket, its status, its start, and the wait for a join. */
class ChannelSocketEventsTest {

    private static ChannelScenario noted(ChannelScenario scenario) {
        scenario.socket().onStateChange(status -> scenario.note(status));
        scenario.socket().onOpen(() -> scenario.note("open"));
        scenario.socket()
                .onError(failure -> scenario.note("error " + failure.getClass().getSimpleName()));
        scenario.socket().onClose(reason -> scenario.note("close " + reason));
        return scenario;
    }

    @Test
    void handlersFollowTheConnection() {
        try (ChannelScenario scenario = noted(ChannelScenario.prepared())) {
            assertThat(scenario.socket().state()).isEqualTo(ConnectionStatus.DISCONNECTED);
            scenario.test.run(() -> scenario.socket().start());
            assertThat(scenario.taken()).containsExactly("CONNECTING");

            scenario.test.acceptConnect();
            assertThat(scenario.taken()).containsExactly("CONNECTED", "open");
            assertThat(scenario.socket().state()).isEqualTo(ConnectionStatus.CONNECTED);

            scenario.test.closeConnection(1012, "restart");
            assertThat(scenario.taken()).containsExactly("CONNECTING", "close Closed[code=1012, text=restart]");

            scenario.test.refuseConnect(503);
            assertThat(scenario.taken()).containsExactly("error HandshakeRefused");
            assertThat(scenario.socket().state()).isEqualTo(ConnectionStatus.CONNECTING);

            scenario.test.acceptConnect();
            scenario.taken();
            scenario.test.cutConnection();
            assertThat(scenario.taken())
                    .containsExactly(
                            "CONNECTING",
                            "error ConnectionLost",
                            "close Failed[failure=ConnectionLost[detail=the test cut it]]");

            scenario.test.acceptConnect();
            scenario.taken();
            scenario.socket().close();
            assertThat(scenario.taken()).containsExactly("DISCONNECTED", "close Requested[]");
            assertThat(scenario.socket()).hasToString("ChannelSocket[DISCONNECTED]");
        }
    }

    @Test
    void statusIsDisconnectedWhenTheClientGivesUp() {
        Configuration once = CONFIGURATION.toBuilder()
                .reconnectPolicy(ReconnectPolicy.never())
                .build();
        try (ChannelScenario scenario = noted(ChannelScenario.started(once, options -> options))) {
            scenario.test.refuseConnect(404);

            assertThat(scenario.notes).contains("DISCONNECTED", "error HandshakeRefused");
            assertThat(scenario.socket().state()).isEqualTo(ConnectionStatus.DISCONNECTED);
        }
    }

    @Test
    void closedHandlerOfASocketIsNotCalled() {
        try (ChannelScenario scenario = ChannelScenario.started()) {
            Registration open = scenario.socket().onOpen(() -> scenario.note("open"));
            open.close();

            scenario.test.acceptConnect();

            assertThat(scenario.notes).isEmpty();
        }
    }

    // --- the start --------------------------------------------------------------------------------------------------

    @Test
    void preparedSocketJoinsAndPushesAtTheStart() {
        try (ChannelScenario scenario = ChannelScenario.prepared()) {
            Channel lobby = scenario.lobby();
            lobby.on("shout", payload -> scenario.note("shout"));
            CompletionStage<Payload> joined = lobby.join();
            CompletionStage<Reply> asked = lobby.push("ping");
            lobby.pushAndForget("hello");
            Channel left = scenario.socket().channel("rooms:left");
            left.join();
            CompletionStage<?> leaving = left.leave();
            scenario.test.refuteConnect();
            assertThat(joined.toCompletableFuture()).isNotDone();

            scenario.test.run(() -> scenario.socket().start());
            scenario.test.connectAndJoin(LOBBY);
            scenario.test.reply(scenario.test.assertPush(LOBBY, "ping"), Map.of());
            scenario.shout(1);

            scenario.test.await(joined);
            assertThat(scenario.test.await(asked)).isInstanceOf(Reply.Ok.class);
            scenario.test.assertPush(LOBBY, "hello");
            scenario.test.await(leaving);
            scenario.test.refuteJoin("rooms:left");
            assertThat(scenario.notes).containsExactly("shout");
        }
    }

    @Test
    void socketClosedBeforeStartFailsWaitingCalls() {
        try (ChannelScenario scenario = ChannelScenario.prepared()) {
            CompletionStage<Payload> joined = scenario.lobby().join();
            CompletionStage<Reply> asked = scenario.lobby().push("ping");

            scenario.socket().close();

            assertThatThrownBy(() -> scenario.test.await(joined)).isInstanceOf(ClientEndedException.class);
            assertThat(scenario.test.await(asked)).isInstanceOf(Reply.Lost.class);
            assertThatThrownBy(() -> scenario.socket().start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("it was closed");
        }
    }

    // --- the wait for a join ----------------------------------------------------------------------------------------

    @Test
    void awaitJoinedReturnsTheResponse() {
        try (ChannelScenario scenario = ChannelScenario.started()) {
            CompletableFuture<Payload> joined =
                    scenario.test.run(() -> scenario.socket().awaitJoined(scenario.lobby(), Duration.ofSeconds(5)));
            scenario.test.acceptConnect();
            scenario.test.accept(scenario.test.assertJoin(LOBBY), Map.of("n", 1));

            assertThat(scenario.test.await(joined).text()).isEqualTo("{\"n\":1}");
        }
    }

    @Test
    void awaitJoinedThrowsTheFailureOfTheJoin() {
        try (ChannelScenario scenario = ChannelScenario.started()) {
            CompletableFuture<Payload> late =
                    scenario.test.run(() -> scenario.socket().awaitJoined(scenario.lobby(), Duration.ofSeconds(5)));
            scenario.test.acceptConnect();
            var join = scenario.test.assertJoin(LOBBY);
            scenario.test.advance(Duration.ofSeconds(5));
            assertThatThrownBy(() -> scenario.test.await(late)).isInstanceOf(AwaitTimeoutException.class);

            CompletableFuture<Payload> refused =
                    scenario.test.run(() -> scenario.socket().awaitJoined(scenario.lobby(), Duration.ofSeconds(5)));
            scenario.test.refuse(join, Map.of("reason", "full"));
            assertThatThrownBy(() -> scenario.test.await(refused))
                    .isInstanceOf(JoinFailedException.class)
                    .hasMessageContaining("full");
        }
    }

    @Test
    void awaitJoinedBeforeTheStartIsRefused() {
        try (ChannelScenario scenario = ChannelScenario.prepared()) {
            Channel lobby = scenario.lobby();

            assertThatThrownBy(() -> scenario.socket().awaitJoined(lobby, Duration.ofSeconds(5)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cannot wait for the join of rooms:lobby: the socket is not started; call start first");
            assertThat(lobby.isWanted()).isFalse();
        }
    }

    @Test
    void awaitJoinedOfAChannelOfAnotherSocketIsRefused() {
        try (ChannelScenario scenario = ChannelScenario.started();
                ChannelScenario other = ChannelScenario.started()) {
            Channel theirs = other.lobby();

            assertThatThrownBy(() -> scenario.socket().awaitJoined(theirs, Duration.ofSeconds(5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("cannot wait for the join of rooms:lobby: the channel belongs to another socket; call"
                            + " awaitJoined of that socket");
            other.test.acceptConnect();
            other.test.refuteJoin(LOBBY);
            assertThat(theirs.isWanted()).isFalse();
        }
    }

    @Test
    void programThatWaitsForStagesRunsInVirtualTime() {
        try (ChannelScenario scenario = ChannelScenario.started()) {
            CompletableFuture<List<String>> program = scenario.test.run(() -> {
                Channel lobby = scenario.lobby();
                Payload welcome = lobby.join().toCompletableFuture().join();
                Reply reply = lobby.push("ping").toCompletableFuture().get();
                return List.of(welcome.text(), reply.getClass().getSimpleName());
            });
            scenario.test.connectAndJoin(LOBBY);
            scenario.test.reply(scenario.test.assertPush(LOBBY, "ping"), Map.of());

            assertThat(scenario.test.await(program)).containsExactly("{}", "Ok");
        }
    }

    /** A payload whose encoding makes another thread push. */
    record Pushing(Channel channel) {

        @SuppressWarnings("unused") // Jackson calls it
        public boolean isPushed() throws Exception {
            CompletableFuture.runAsync(() -> channel.pushAndForget("second")).get(60, TimeUnit.SECONDS);
            return true;
        }
    }

    @Test
    void otherThreadsMayPushWhileTheStartRunsTheWaitingCalls() {
        try (ChannelScenario scenario = ChannelScenario.prepared()) {
            Channel lobby = scenario.lobby();
            CompletionStage<?> joined = lobby.join();
            lobby.pushAndForget("first", new Pushing(lobby));

            scenario.socket().start();
            scenario.test.connectAndJoin(LOBBY);
            scenario.test.await(joined);

            scenario.test.assertPush(LOBBY, "first");
            scenario.test.assertPush(LOBBY, "second");
        }
    }
}
