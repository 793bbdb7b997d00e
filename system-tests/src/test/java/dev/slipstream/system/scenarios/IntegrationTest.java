package dev.slipstream.system.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.testkit.server.PhoenixServer;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The callbacks of a client with a server, over each transport and in both formats. */
@ParameterizedClass
@EnumSource
class IntegrationTest {

    private static final String GOOD = "test:good";

    private final Setup setup;
    private final String name = UUID.randomUUID().toString();
    private Optional<PhoenixServer> server = Optional.empty();
    private CallbackRecorder notes;
    private RunningClient client;

    IntegrationTest(Setup setup) {
        this.setup = setup;
    }

    @BeforeEach
    void connect() throws InterruptedException {
        server = setup.server();
        notes = new CallbackRecorder(setup.configuration(server).build());
        client = Slipstream.start(notes, setup.options());
        notes.expect("handleConnect");
    }

    @AfterEach
    void close() {
        if (client != null) { // null if the setup was skipped because a real Phoenix does not support it
            client.close();
        }
        server.ifPresent(PhoenixServer::close);
    }

    private void run(UnaryOperator<Socket> step) {
        client.run(step);
    }

    private void join() throws InterruptedException {
        run(socket -> socket.join(GOOD, Map.of("client", name)));
        notes.expect("handleJoin " + GOOD + " {\"welcome\":\"" + name + "\"}");
    }

    /** Sends a push, and returns its ref. The reply has the same ref. */
    private Ref push(String event, Object payload) throws InterruptedException, ExecutionException {
        CompletableFuture<Ref> ref = new CompletableFuture<>();
        run(socket -> {
            ref.complete(socket.nextRef());
            return socket.push(GOOD, event, payload);
        });
        return ref.get();
    }

    /** Reads the state in a callback. {@code client.socket()} would show the state after the previous callback. */
    private boolean isJoined() {
        CompletableFuture<Boolean> joined = new CompletableFuture<>();
        run(socket -> {
            joined.complete(socket.isJoined(GOOD));
            return socket;
        });
        return joined.join();
    }

    private String response(String event) throws Exception {
        Reply reply =
                client.request(GOOD, event, Map.of()).toCompletableFuture().get(60, TimeUnit.SECONDS);
        return ((Reply.Ok) reply).response().text();
    }

    @Test
    void refusedConnectReportsItsStatus() throws InterruptedException {
        CallbackRecorder refused = new CallbackRecorder(
                setup.configuration(server).param("reject", "yes").build());
        try (RunningClient other = Slipstream.start(refused, setup.options())) {
            refused.expect("handleDisconnect 403");
            assertThat(other.socket().isConnected()).isFalse();
        }
    }

    @Test
    void goodChannelIsJoined() throws InterruptedException {
        join();
        assertThat(isJoined()).isTrue();
    }

    @Test
    void secondJoinOfAJoinedTopicIsNotSent() throws Exception {
        join();
        run(socket -> socket.join(GOOD, Map.of("client", name)).join(GOOD, Map.of("client", name)));
        assertThat(response("joins")).isEqualTo("{\"count\":1}");
        notes.expectNothing();
    }

    @Test
    void joinedTopicIsLeft() throws InterruptedException {
        join();
        run(socket -> socket.leave(GOOD));
        notes.expect("handleLeave " + GOOD);
        assertThat(isJoined()).isFalse();
    }

    @Test
    void secondLeaveDoesNothing() throws InterruptedException {
        join();
        run(socket -> socket.leave(GOOD));
        notes.expect("handleLeave " + GOOD);
        run(socket -> socket.leave(GOOD).leave(GOOD));
        join();
    }

    @Test
    void pushReachesTheServer() throws Exception {
        join();
        push("quicksand", Map.of("n", 1));
        assertThat(response("swallowed")).isEqualTo("{\"all\":[\"{\\\"n\\\":1}\"]}");
    }

    @Test
    void requestToATopicNeverJoinedIsNotSent() throws Exception {
        Reply reply = client.request("test:other", "quicksand", Map.of())
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        assertThat(reply).isEqualTo(new Reply.Lost(new Failure.NotJoined("test:other"), false));
        join();
        assertThat(response("swallowed")).isEqualTo("{\"all\":[]}");
    }

    @Test
    void pushToALeftTopicIsReportedAsLost() throws Exception {
        join();
        run(socket -> socket.leave(GOOD));
        notes.expect("handleLeave " + GOOD);
        Ref ref = push("quicksand", Map.of());
        notes.expect("handleReply " + ref + " lost NotJoined[topic=test:good]");
        join();
        assertThat(response("swallowed")).isEqualTo("{\"all\":[]}");
    }

    @Test
    void serverPushIsAMessage() throws Exception {
        join();
        push("push to me", Map.of());
        notes.expect("handleMessage " + GOOD + " foo {\"bar\":\"baz\"}");
    }

    @Test
    void replyHasTheRefOfItsPush() throws Exception {
        join();
        Ref ref = push("ping", Map.of());
        notes.expect("handleReply " + ref + " ok {\"pong\":true}");
    }

    @Test
    void errorIsAReply() throws Exception {
        join();
        Ref ref = push("error tuple", Map.of());
        notes.expect("handleReply " + ref + " error {\"failure\":true}");
    }

    @Test
    void broadcastIsAMessage() throws Exception {
        join();
        push("broadcast", Map.of());
        notes.expect("handleMessage " + GOOD + " shout {\"to\":\"all\"}");
    }

    @Test
    void binaryBroadcastIsABinaryMessage() throws Exception {
        join();
        push("binary broadcast", Map.of());
        notes.expect("handleMessage " + GOOD + " bytes [6, 7]");
    }

    @Test
    void disconnectIsReportedAsRequested() throws InterruptedException {
        run(Socket::disconnect);
        notes.expect("handleDisconnect Requested[]");
    }

    @Test
    void crashedChannelClosesItsTopic() throws Exception {
        join();
        push("raise", Map.of());
        notes.expect("handleTopicClose " + GOOD + " crashed");
    }

    @Test
    void stoppedChannelIsReportedAsLeave() throws Exception {
        join();
        push("stop", Map.of());
        notes.expect("handleLeave " + GOOD);
    }

    @Test
    void joinThatCrashesOnTheServerFails() throws InterruptedException {
        run(socket -> socket.join("test:crash"));
        notes.expect("handleTopicClose test:crash refused {\"reason\":\"join crashed\"}");
    }

    @Test
    void refusedJoinFailsWithTheResponse() throws InterruptedException {
        run(socket -> socket.join("test:bad"));
        notes.expect("handleTopicClose test:bad refused {\"bad\":\"join\"}");
    }

    @Test
    void okWithoutResponseHasAnEmptyObject() throws Exception {
        join();
        Ref ref = push("ack", Map.of());
        notes.expect("handleReply " + ref + " ok {}");
    }
}
