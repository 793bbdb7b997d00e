package dev.slipstream.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelMessages;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SocketTestExtension.class)
class HandlesTest {

    private static final String LOBBY = "rooms:lobby";
    private static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");

    private final List<String> shown = new ArrayList<>();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final AtomicReference<ChannelSocket> started = new AtomicReference<>();

    private ChannelSocket start(SocketTest test) {
        test.startBy(options -> {
            ChannelSocket socket = ChannelSocket.connect(CONFIGURATION, options);
            started.set(socket);
            return socket.client();
        });
        return started.get();
    }

    /** Starts a socket that has joined the lobby. */
    private Channel startJoined(SocketTest test) {
        Channel lobby = start(test).channel(LOBBY);
        CompletionStage<Payload> joined = lobby.join();
        test.connectAndJoin(LOBBY);
        test.await(joined);
        return lobby;
    }

    // --- programs of the README and the guide -----------------------------------------------------------------------

    @Test
    void programSaysHelloUntilItIsInterrupted() throws Exception {
        UserSocket socket = UserSocket.at("/socket").channel(LOBBY, LobbyChannel::new);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                PhoenixServer server = PhoenixServer.start(socket)) {
            Future<?> program = threads.submit(() -> Handles.run(server.uri().toString()));

            assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo("join {\"user\":1}");
            assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo("shout {\"text\":\"hello from Java\"}");
            program.cancel(true);
            assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo("leave");
        }
    }

    @Test
    void programRunsAgainstServer() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        UserSocket socket = UserSocket.at("/socket").channel(LOBBY, LobbyChannel::new);
        try (PhoenixServer server = PhoenixServer.start(socket)) {
            Reply reply = Handles.once(server.uri().toString(), heard::add);

            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("hello from Java");
            assertThat(((Reply.Ok) reply).response().text()).isEqualTo("{\"said\":\"pong\"}");
            assertThat(server.crashes()).isEmpty();
        }
    }

    private final class LobbyChannel implements PhoenixChannel {

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            received.add("join " + params.text());
            return JoinResult.ok();
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            received.add(event + " " + payload.text());
            switch (event) {
                case "shout" -> context.broadcast("shout", payload);
                case "ping" -> context.reply(Map.of("said", "pong"));
                default -> throw new IllegalArgumentException(event);
            }
        }

        @Override
        public void terminate(ChannelContext context) {
            received.add("leave");
        }
    }

    // --- handlers ---------------------------------------------------------------------------------------------------

    @Test
    void preparedSocketMissesNothing(SocketTest test) {
        test.startBy(
                options -> Handles.prepared(CONFIGURATION, options, shown::add).client());

        test.connectAndJoin(LOBBY);
        test.closeConnection(1012, "service restart");

        assertThat(shown.getFirst()).isEqualTo("connection: " + ConnectionStatus.CONNECTING);
        assertThat(shown).contains("connection: " + ConnectionStatus.CONNECTED);
        assertThat(shown.getLast()).startsWith("lost: ").contains("1012");
    }

    @Test
    void handlersRunInOrderUntilTheyAreClosed(SocketTest test) {
        Channel lobby = Handles.withHandlers(start(test), shown::add);
        lobby.join();
        test.connectAndJoin(LOBBY);
        test.push(LOBBY, "shout", Map.of("text", "a"));
        test.push(LOBBY, "quiet", Map.of());
        test.push(LOBBY, "shout", Map.of("text", "b"));

        assertThat(shown)
                .containsExactly(
                        "joined: {}",
                        "first: a",
                        "second: {\"text\":\"a\"}",
                        "any: shout",
                        "any: quiet",
                        "first: b",
                        "any: shout");
    }

    @Test
    void handlersOfTheLifeCycleAreCalled(SocketTest test) {
        Channel lobby = Handles.withHandlers(start(test), shown::add);
        lobby.join();
        test.connectAndJoin(LOBBY);
        shown.clear();

        test.crash(LOBBY);
        test.acceptJoin(LOBBY);
        lobby.leave();
        test.acceptLeave(LOBBY);

        assertThat(shown.get(0)).startsWith("again: Crashed");
        assertThat(shown.subList(1, shown.size())).containsExactly("joined: {}", "left by the CLIENT");
    }

    @Test
    void eachJoinHasATokenOfItsOwn(SocketTest test) {
        List<String> tokens = new ArrayList<>(List.of("one", "two"));
        Handles.withToken(start(test), () -> CompletableFuture.completedFuture(tokens.removeFirst()))
                .join();
        test.acceptConnect();
        test.accept(test.assertJoin(LOBBY, Map.of("token", "one")));

        test.crash(LOBBY);

        test.assertJoin(LOBBY, Map.of("token", "two"));
    }

    // --- joins ------------------------------------------------------------------------------------------------------

    @Test
    void joinReturnsTheResponse(SocketTest test) {
        assertThat(joinThen(test, () -> test.accept(test.assertJoin(LOBBY), Map.of("motd", "hello"))))
                .isEqualTo("{\"motd\":\"hello\"}");
    }

    @Test
    void refusedJoinNamesTheReason(SocketTest test) {
        assertThat(joinThen(test, () -> test.refuseJoin(LOBBY, Map.of("reason", "full"))))
                .isEqualTo("not let in: JoinRefused[response={\"reason\":\"full\"}]");
    }

    @Test
    void lateJoinIsGivenUp(SocketTest test) {
        assertThat(joinThen(test, () -> test.advance(Duration.ofSeconds(10)))).isEqualTo("not joined within 10 s");
    }

    private String joinThen(SocketTest test, Runnable server) {
        ChannelSocket socket = start(test);
        Channel lobby = socket.channel(LOBBY);
        CompletableFuture<String> joined = test.run(() -> Handles.join(socket, lobby));
        test.acceptConnect();
        server.run();
        return test.await(joined);
    }

    @Test
    void channelIsLeftAndJoinedAgain(SocketTest test) {
        Channel lobby = startJoined(test);

        CompletionStage<Payload> joined = Handles.joinAgain(lobby);
        test.acceptLeave(LOBBY);
        test.accept(test.assertJoin(LOBBY), Map.of("again", true));

        assertThat(test.await(joined).text()).isEqualTo("{\"again\":true}");
    }

    // --- pushes -----------------------------------------------------------------------------------------------------

    @Test
    void eachKindOfReplyIsDescribed(SocketTest test) {
        Channel account = startJoined(test);

        assertThat(test.await(replied(test, Payments.pay(account), "ok", Map.of("cents", 7))))
                .isEqualTo("paid; rest: 7");
        assertThat(test.await(replied(test, Payments.pay(account), "error", Map.of("reason", "poor"))))
                .isEqualTo("not paid: {\"reason\":\"poor\"}");
        assertThat(test.await(replied(test, Payments.pay(account), "later", Map.of())))
                .isEqualTo("unknown status later");
        CompletionStage<String> lost = Payments.pay(account);
        test.assertPush(LOBBY, "pay");
        test.cutConnection();
        assertThat(test.await(lost)).startsWith("perhaps paid: ");
    }

    @Test
    void typedReplyIsDecoded(SocketTest test) {
        Channel account = startJoined(test);

        assertThat(test.await(replied(test, Payments.payTyped(account), "ok", Map.of("cents", 7))))
                .isEqualTo("paid; rest: 7");
        assertThat(test.await(replied(test, Payments.payTyped(account), "error", Map.of("reason", "poor"))))
                .isEqualTo("not paid: {\"reason\":\"poor\"}");
        CompletionStage<String> late = Payments.payTyped(account);
        test.advance(Duration.ofSeconds(5));
        assertThat(test.await(late)).startsWith("no reply: TimedOut");
    }

    private static <T> CompletionStage<T> replied(
            SocketTest test, CompletionStage<T> asked, String status, Object response) {
        test.reply(test.assertPush(LOBBY, "pay"), status, response);
        return asked;
    }

    @Test
    void allRowsArePushedInOrder(SocketTest test) {
        Channel archive = startJoined(test);

        CompletableFuture<Boolean> sent = test.run(() -> {
            Payments.sendAll(List.of("a", "b"), archive);
            return true;
        });

        assertThat(test.await(sent)).isTrue();
        test.assertPush(LOBBY, "row", Map.of("text", "a"));
        test.assertPush(LOBBY, "row", Map.of("text", "b"));
    }

    // --- threads and streams ----------------------------------------------------------------------------------------

    @Test
    void handlerContinuesWithTheReply(SocketTest test) {
        Channel lobby = startJoined(test);
        Handles.forward(lobby, lobby, shown::add);

        test.push(LOBBY, "shout", Map.of("text", "a"));
        test.reply(test.assertPush(LOBBY, "store", Map.of("text", "a")), Map.of());
        test.advance(Duration.ZERO);

        assertThat(shown).hasSize(1).first().asString().startsWith("stored: Ok");
    }

    @Test
    void handlerThatWaitsForAStageIsRefused(SocketTest test) {
        Channel lobby = startJoined(test);
        lobby.on("shout", payload -> {
            CompletableFuture<Reply> stored = lobby.push("store", payload).toCompletableFuture();
            assertThatThrownBy(stored::join).isInstanceOf(IllegalStateException.class);
            shown.add("refused");
        });

        test.push(LOBBY, "shout", Map.of("text", "a"));

        test.assertPush(LOBBY, "store");
        assertThat(shown).containsExactly("refused");
    }

    @Test
    void streamIsReadOneAtATimeAndCompletesAtTheLeave(SocketTest test) {
        Channel lobby = startJoined(test);
        ChannelMessages messages = OneAtATime.subscribe(lobby, shown::add);

        test.push(LOBBY, "shout", Map.of("text", "a"));
        test.cutConnection();
        test.connectAndJoin(LOBBY);
        test.push(LOBBY, "shout", Map.of("text", "b"));
        lobby.leave();
        test.acceptLeave(LOBBY);

        assertThat(shown).containsExactly("shout {\"text\":\"a\"}", "shout {\"text\":\"b\"}", "complete");
        assertThat(messages.dropped()).isZero();
    }
}
