// This file has more than 300 lines, because all transports and formats share these tests.
package dev.slipstream.system.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipstream.AwaitEndedException;
import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.ClientEndedException;
import dev.slipstream.JoinFailedException;
import dev.slipstream.ReplyException;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Reply;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.testkit.server.PhoenixServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Channel handles ({@link Channel}) with a server, over each transport and in both formats. */
@ParameterizedClass
@EnumSource
class ChannelHandlesTest {

    private static final String GOOD = "test:good";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Backoff SOON = Backoff.exact(List.of(Duration.ofMillis(5)));

    private final Setup setup;
    private final String name = UUID.randomUUID().toString();
    private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
    private Optional<PhoenixServer> server = Optional.empty();
    private ChannelSocket socket;
    /** Completes when the socket is connected for the first time. */
    private CompletableFuture<Void> open = new CompletableFuture<>();

    ChannelHandlesTest(Setup setup) {
        this.setup = setup;
    }

    private record Count(int n) {}

    private record Pong(boolean pong) {}

    private record Marks(List<Integer> all) {}

    @BeforeEach
    void connect() {
        server = setup.server();
        connect(configuration -> configuration);
    }

    @AfterEach
    void close() {
        if (socket != null) { // null if the setup was skipped because a real Phoenix does not support it
            socket.close();
        }
        server.ifPresent(PhoenixServer::close);
    }

    private void connect(UnaryOperator<Configuration.Builder> changes) {
        socket = prepared(changes);
        socket.onOpen(() -> open.complete(null));
        socket.start();
    }

    /** Starts another socket instead of the first one. */
    private void connectAnew(UnaryOperator<Configuration.Builder> changes) {
        socket.close();
        open = new CompletableFuture<>();
        connect(changes);
    }

    /** Prepares a socket that reconnects and rejoins soon. */
    private ChannelSocket prepared(UnaryOperator<Configuration.Builder> changes) {
        Configuration.Builder configuration = setup.configuration(server)
                .reconnectPolicy(ReconnectPolicy.standard())
                .reconnectBackoff(SOON)
                .rejoinBackoff(SOON);
        return ChannelSocket.prepare(changes.apply(configuration).build(), setup.options());
    }

    private Channel good() {
        return socket.channel(GOOD, Map.of("client", name));
    }

    private Channel joined() {
        Channel good = good();
        socket.awaitJoined(good, PATIENCE);
        return good;
    }

    private void noteLife(Channel channel) {
        channel.onJoin(response -> notes.add("joined " + response.text()));
        channel.onLeave(cause -> notes.add("left " + cause + wanted(channel)));
        channel.onError(reason -> notes.add(reason.getClass().getSimpleName() + wanted(channel)));
    }

    private static String wanted(Channel channel) {
        return channel.isWanted() ? ", still wanted" : ", not wanted";
    }

    private String welcome() {
        return welcome(name);
    }

    private static String welcome(String client) {
        return "{\"welcome\":\"" + client + "\"}";
    }

    private void expect(String... wanted) throws InterruptedException {
        for (String note : wanted) {
            assertThat(notes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(note);
        }
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletionStage<?> stage) throws Exception {
        return await(
                stage.handle((value, thrown) -> thrown instanceof CompletionException ? thrown.getCause() : thrown));
    }

    private static String response(Channel channel, String event) throws Exception {
        return ((Reply.Ok) await(channel.push(event))).response().text();
    }

    /** Waits for the connection, and freezes its server. A real Phoenix cannot be frozen. */
    private PhoenixServer frozen() throws Exception {
        assumeTrue(server.isPresent(), "a real Phoenix cannot be frozen by a test");
        await(open);
        server.orElseThrow().freeze();
        return server.orElseThrow();
    }

    // --- joins ------------------------------------------------------------------------------------------------------

    @Test
    void joinCompletesWithTheResponse() throws Exception {
        assertThat(await(good().join()).text()).isEqualTo(welcome());
        assertThat(await(good().join()).text()).isEqualTo(welcome());

        assertThat(good().isJoined()).isTrue();
        assertThat(response(good(), "joins")).isEqualTo("{\"count\":1}");
    }

    @Test
    void refusedJoinNamesTheReasonOfTheServer() throws Exception {
        Channel bad = socket.channel("test:bad");
        noteLife(bad);

        assertThat(failure(bad.join()))
                .isInstanceOf(JoinFailedException.class)
                .hasMessageContaining("cannot join test:bad: JoinRefused[response={\"bad\":\"join\"}]");
        expect("JoinRefused, not wanted");
    }

    @Test
    void joinThatCrashesOnTheServerFails() throws Exception {
        assertThat(failure(socket.channel("test:crash").join()))
                .isInstanceOf(JoinFailedException.class)
                .hasMessageContaining("join crashed");
    }

    @Test
    void refusedConnectEndsTheJoin() throws Exception {
        try (ChannelSocket refused = prepared(
                configuration -> configuration.param("reject", "yes").reconnectPolicy(ReconnectPolicy.never()))) {
            refused.onError(failure -> notes.add("status " + ((Failure.HandshakeRefused) failure).status()));
            CompletionStage<?> joining = refused.channel(GOOD).join();
            refused.start();

            assertThat(failure(joining)).isInstanceOf(AwaitEndedException.class).hasMessageContaining("403");
            expect("status 403");
        }
    }

    @Test
    void channelStaysWantedIfTheCallOfJoinTimesOut() throws Exception {
        PhoenixServer frozen = frozen();

        assertThat(failure(good().join(SHORT))).isInstanceOf(AwaitTimeoutException.class);
        assertThat(good().isWanted()).isTrue();

        frozen.thaw();
        assertThat(await(good().join()).text()).isEqualTo(welcome());
    }

    @Test
    void joinThatTimesOutIsTriedAgain() throws Exception {
        connectAnew(configuration -> configuration.joinTimeout(Duration.ofMillis(500)));
        PhoenixServer frozen = frozen();
        noteLife(good());

        CompletionStage<?> joining = good().join();
        expect("JoinTimedOut, still wanted");
        frozen.thaw();

        await(joining);
        assertThat(good().isJoined()).isTrue();
    }

    @Test
    void joinThatTimesOutFailsIfThePolicyGivesUp() throws Exception {
        connectAnew(configuration -> configuration.joinTimeout(SHORT).reconnectPolicy(ReconnectPolicy.never()));
        PhoenixServer frozen = frozen();
        noteLife(good());

        assertThat(failure(good().join()))
                .isInstanceOfSatisfying(
                        JoinFailedException.class,
                        failed -> assertThat(failed.reason()).isEqualTo(new TopicCloseReason.JoinTimedOut()));
        expect("JoinTimedOut, not wanted");
        frozen.thaw();
    }

    // --- the life cycle ---------------------------------------------------------------------------------------------

    @Test
    void channelIsJoinedAgainAfterALostConnection() throws Exception {
        Channel good = joined();
        noteLife(good);
        socket.onClose(reason -> notes.add("closed, " + socket.state()));
        socket.onOpen(() -> notes.add("open"));

        good.pushAndForget("cut");

        expect("closed, CONNECTING", "open", "joined " + welcome());
        assertThat(response(good, "joins")).isEqualTo("{\"count\":2}");
    }

    @Test
    void channelIsJoinedAgainAfterADisconnectBroadcast() throws Exception {
        connectAnew(configuration -> configuration.param("id", name));
        Channel good = joined();
        noteLife(good);
        socket.onClose(reason -> notes.add("closed, " + socket.state()));
        CompletionStage<Reply> unanswered = good.push("quicksand");

        good.pushAndForget("disconnect");

        expect("closed, CONNECTING", "joined " + welcome());
        assertThat(await(unanswered)).isInstanceOf(Reply.Lost.class);
        assertThat(response(good, "joins")).isEqualTo("{\"count\":2}");
    }

    @Test
    void eachJoinAsksTheSupplierForParams() throws Exception {
        AtomicInteger joins = new AtomicInteger();
        JoinParams params =
                attempt -> CompletableFuture.completedFuture(Map.of("client", name + "-" + joins.incrementAndGet()));
        Channel good = socket.channelWith(
                GOOD, JoinOptions.builder().paramsSupplier(params).build());
        noteLife(good);
        good.join();
        expect("joined " + welcome(name + "-1"));

        good.pushAndForget("cut");
        expect("joined " + welcome(name + "-2"));
        good.pushAndForget("raise");

        expect("Crashed, still wanted", "joined " + welcome(name + "-3"));
    }

    @Test
    void crashedChannelIsJoinedAgain() throws Exception {
        Channel good = joined();
        noteLife(good);

        good.pushAndForget("raise");

        expect("Crashed, still wanted", "joined " + welcome());
        assertThat(response(good, "joins")).isEqualTo("{\"count\":2}");
    }

    @Test
    void channelThatTheServerEndsIsNotWanted() throws Exception {
        Channel good = joined();
        noteLife(good);
        good.messages().subscribe(new NotingSubscriber(notes));

        good.pushAndForget("stop");

        expect("left SERVER, not wanted", "stream complete");
        assertThat(good.isJoined()).isFalse();
        await(good.join());
        expect("joined " + welcome());
    }

    @Test
    void policyMayJoinAnEndedChannelAgain() throws Exception {
        connectAnew(configuration -> configuration.reconnectPolicy(new RejoinEndedPolicy()));
        Channel good = joined();
        noteLife(good);
        good.messages().subscribe(new NotingSubscriber(notes));

        good.pushAndForget("stop");
        expect("left SERVER, still wanted", "joined " + welcome());
        good.pushAndForget("count", Map.of("n", 1));

        expect("stream {\"n\":1}");
    }

    @Test
    void leftChannelCanBeJoinedAgain() throws Exception {
        Channel good = joined();
        noteLife(good);

        assertThat(await(good.leave().thenCompose(left -> good.join())).text()).isEqualTo(welcome());

        expect("left CLIENT, not wanted", "joined " + welcome());
        assertThat(response(good, "joins")).isEqualTo("{\"count\":2}");
    }

    @Test
    void handlerMayCloseTheSocket() throws Exception {
        Channel good = joined();
        good.messages().subscribe(new NotingSubscriber(notes));
        good.on("number", payload -> socket.close());
        CompletionStage<Reply> asked = good.push("quicksand");

        good.pushAndForget("count", Map.of("n", 1));

        await(socket.client().whenStopped());
        expect("stream {\"n\":1}", "stream complete");
        assertThat(await(asked)).isInstanceOf(Reply.Lost.class);
        assertThatThrownBy(good::join).isInstanceOf(ClientEndedException.class);
    }

    // --- pushes -----------------------------------------------------------------------------------------------------

    @Test
    void pushWaitsForItsJoin() throws Exception {
        Channel good = good();
        good.join();

        assertThat(response(good, "ping")).isEqualTo("{\"pong\":true}");
    }

    @Test
    void okReplyIsDecodedAndErrorReplyFailsThePush() throws Exception {
        Channel good = joined();

        assertThat(await(good.push("ping", Map.of(), Pong.class))).isEqualTo(new Pong(true));
        assertThat(((Reply.Ok) await(good.push("ping", new byte[] {1})))
                        .response()
                        .bytes())
                .containsExactly(2, 3);
        assertThat(failure(good.push("error tuple", Map.of(), Pong.class)))
                .isInstanceOfSatisfying(ReplyException.class, error -> {
                    assertThat(error.status()).isEqualTo("error");
                    assertThat(error.response().text()).isEqualTo("{\"failure\":true}");
                });
    }

    @Test
    void pushWithoutAReplyIsLostAfterItsTimeout() throws Exception {
        Channel good = joined();

        assertThat(await(good.push("quicksand", Map.of("n", 1), SHORT)))
                .isInstanceOfSatisfying(
                        Reply.Lost.class, lost -> assertThat(lost.failure()).isEqualTo(new Failure.TimedOut(SHORT)));
        assertThat(response(good, "ping")).isEqualTo("{\"pong\":true}");
    }

    /** Half of the pushes precede the push that cuts the connection, and half follow that push. */
    @Test
    void eachPushHasOneOutcomeAcrossALostConnection() throws Exception {
        int count = 200;
        Channel good = joined();
        List<CompletionStage<Reply>> outcomes = new ArrayList<>();
        AtomicInteger completions = new AtomicInteger();
        CompletionStage<Reply> cut = null;
        for (int n = 0; n < count; n++) {
            if (n == count / 2) {
                cut = good.push("cut");
            }
            outcomes.add(
                    good.push("mark", Map.of("n", n)).whenComplete((reply, thrown) -> completions.incrementAndGet()));
        }

        assertThat(await(cut)).isEqualTo(new Reply.Lost(new Failure.Disconnected(), true));
        List<Integer> answered = new ArrayList<>();
        List<Integer> unsent = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            switch (await(outcomes.get(n))) {
                case Reply.Ok ok -> answered.add(n);
                case Reply.Lost lost when !lost.maybeSent() -> unsent.add(n);
                case Reply.Lost lost -> {}
                case Reply.Error error -> throw new AssertionError(error);
                case Reply.Other other -> throw new AssertionError(other);
            }
        }
        assertThat(completions).hasValue(count);
        List<Integer> marked = marked(good);
        assertThat(marked).doesNotHaveDuplicates().isSorted().containsAll(answered);
        assertThat(unsent).noneMatch(marked::contains);
    }

    private static List<Integer> marked(Channel channel) throws Exception {
        return await(channel.push("marks", Map.of(), Marks.class)).all();
    }

    // --- messages ---------------------------------------------------------------------------------------------------

    @Test
    void handlersRunInOrderAndTheOthersRunIfOneThrows() throws Exception {
        Channel good = joined();
        good.onAny(message ->
                notes.add("any " + message.event() + " " + message.payload().text()));
        good.on("number", payload -> {
            notes.add("first " + payload.text());
            throw new IllegalStateException("thrown by a handler, on purpose");
        });
        good.on("number", Count.class, count -> notes.add("second " + count.n()));

        good.pushAndForget("count", Map.of("n", 3));

        for (int n = 1; n <= 3; n++) {
            expect("first {\"n\":" + n + "}", "second " + n, "any number {\"n\":" + n + "}");
        }
    }

    @Test
    void handlerCannotWaitForAStage() throws Exception {
        Channel good = joined();
        good.on("number", payload -> {
            CompletionStage<Reply> asked = good.push("ping");
            try {
                asked.toCompletableFuture().join();
            } catch (IllegalStateException refused) {
                notes.add(refused.getMessage().contains("cannot wait") ? "refused" : refused.getMessage());
            }
            asked.thenAccept(reply ->
                    notes.add("replied " + ((Reply.Ok) reply).response().text()));
        });

        good.pushAndForget("count", Map.of("n", 1));

        expect("refused", "replied {\"pong\":true}");
    }

    @Test
    void streamContinuesAfterALostConnection() throws Exception {
        Channel good = joined();
        noteLife(good);
        good.messages().subscribe(new NotingSubscriber(notes));
        good.pushAndForget("count", Map.of("n", 2));
        expect("stream {\"n\":1}", "stream {\"n\":2}");

        good.pushAndForget("cut");
        expect("joined " + welcome());
        good.pushAndForget("count", Map.of("n", 2));
        expect("stream {\"n\":1}", "stream {\"n\":2}");

        await(good.leave());
        expect("left CLIENT, not wanted", "stream complete");
    }

    @Test
    void messagesOfAFloodArriveInOrder() throws Exception {
        int count = 2_000;
        Channel good = joined();
        good.on("number", payload -> notes.add(payload.text()));

        good.pushAndForget("count", Map.of("n", count));

        expect(IntStream.rangeClosed(1, count)
                .mapToObj(n -> "{\"n\":" + n + "}")
                .toArray(String[]::new));
    }
}
