package dev.slipstream.system.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.testkit.ClientAction;
import dev.slipstream.testkit.SocketTest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client with a custom format in which every frame is binary. {@link SocketTest} acts as its server. */
class CustomFormatSocketTest {

    private static final String TOPIC = "test:good";
    private static final Configuration CONFIGURATION = Configuration.of("ws://localhost/packed/websocket");

    private final Serializer format = new PackedSerializer();
    private final CallbackRecorder notes = new CallbackRecorder(CONFIGURATION);
    private final SocketTest test = SocketTest.open();

    @AfterEach
    void closeTest() {
        test.close();
    }

    private void run(UnaryOperator<Socket> step) {
        test.client().run(step);
        test.advance(Duration.ZERO);
    }

    private void join() throws InterruptedException {
        assertThat(test.acceptConnect().request().param("vsn")).contains(format.vsn());
        notes.expect("handleConnect");
        run(socket -> socket.join(TOPIC, Map.of("client", "one")));
        test.accept(test.assertJoin(TOPIC, Map.of("client", "one")), Map.of("welcome", "one"));
        notes.expect("handleJoin " + TOPIC + " {\"welcome\":\"one\"}");
    }

    /** Exchanges messages in both directions, and checks that each side decodes exactly the messages of the other. */
    private void conversation() throws InterruptedException {
        join();
        run(socket -> socket.push(TOPIC, "json", Map.of("n", 1)).push(TOPIC, "bytes", new byte[] {1, 2}));
        ClientAction.Push json = test.assertPush(TOPIC, "json", Map.of("n", 1));
        test.refutePush(TOPIC, "bytes", new byte[] {1, 3});
        ClientAction.Push bytes = test.assertPush(TOPIC, "bytes", new byte[] {1, 2});
        test.reply(bytes, new byte[] {3});
        test.reply(json, "error", Map.of("failure", true));
        notes.expect("handleReply " + bytes.ref() + " ok [3]");
        notes.expect("handleReply " + json.ref() + " error {\"failure\":true}");
        test.push(TOPIC, "foo", new byte[] {4, 5});
        notes.expect("handleMessage " + TOPIC + " foo [4, 5]");
        test.push(TOPIC, "foo", Map.of("bar", "baz"));
        notes.expect("handleMessage " + TOPIC + " foo {\"bar\":\"baz\"}");
        test.advance(CONFIGURATION.heartbeatInterval().multipliedBy(3));
        run(socket -> socket.leave(TOPIC));
        test.acceptLeave(TOPIC);
        notes.expect("handleLeave " + TOPIC);
        notes.expectNothing();
    }

    @Test
    void formatIsTakenFromTheOptions() throws InterruptedException {
        test.start(notes, options -> options.serializer(format));
        conversation();
    }

    @Test
    void formatIsSetForAClientThatOtherCodeStarts() throws InterruptedException {
        test.speak(format);
        test.startBy(options -> Slipstream.start(notes, options));
        conversation();
    }

    @Test
    void scriptUsesTheFormat() {
        test.speak(format);
        StartOptions options = StartOptions.builder().serializer(format).build();
        CompletableFuture<Reply> script = test.run(() -> {
            try (Session session = Slipstream.open(CONFIGURATION, options)) {
                session.join(TOPIC);
                return session.request(TOPIC, "ping", new byte[] {1});
            }
        });
        test.connectAndJoin(TOPIC);
        test.reply(test.assertPush(TOPIC, "ping", new byte[] {1}), new byte[] {2});
        assertThat(test.await(script))
                .isInstanceOfSatisfying(
                        Reply.Ok.class, ok -> assertThat(ok.response().bytes()).containsExactly(2));
    }

    @Test
    void formatCannotChangeWhileConnected() {
        test.start(notes);
        test.acceptConnect();
        assertThatThrownBy(() -> test.speak(format))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "cannot speak 7.1.0: 1 websocket(s) with 2.0.0 are open; call speak before the client connects");
    }
}
