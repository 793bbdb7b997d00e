package dev.slipstream.system.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.From;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.Telemetry;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A listener captures and restores the context of a thread. In these tests, the context is a text. */
@ExtendWith(SocketTestExtension.class)
class ContextTest {

    private static final String TOPIC = "rooms:1";

    private final List<String> seen = new ArrayList<>();
    private final ThreadLocal<String> context = new ThreadLocal<>();

    private final Telemetry listener = new Telemetry() {
        @Override
        public void observed(Observation observation) {
            switch (observation) {
                case Span.CallbackStarted(var callback, var topic, var event) ->
                    seen.add(callback + " " + context.get());
                case Span.RequestStarted started -> seen.add("request " + context.get());
                case Span.CallbackFailed failed -> seen.add(failed.callback() + " failed " + context.get());
                default -> {}
            }
        }

        @Override
        public Object capture() {
            return context.get();
        }

        @Override
        public Scope restore(Object captured) {
            String before = context.get();
            context.set((String) captured);
            return () -> context.set(before);
        }
    };

    private record Ping(From<String> from) {}

    private final class Client implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(Configuration.of("ws://localhost/socket/websocket"))
                    .join(TOPIC);
        }

        @Override
        public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
            context.set("set by " + event);
            return socket.request(TOPIC, event, Map.of(), event);
        }

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            seen.add(message + " " + context.get());
            return socket;
        }

        @Override
        public Socket handleCast(Object message, Socket socket) {
            return handleInfo(message, socket);
        }

        @Override
        public Socket handleCall(Object message, Socket socket) {
            From<String> from = ((Ping) message).from();
            return handleInfo("ping", socket).answer(from, "pong");
        }

        @Override
        public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
            seen.add("tag " + tag);
            return socket;
        }
    }

    private RunningClient startJoined(SocketTest test) {
        RunningClient client = test.start(new Client(), options -> options.telemetry(listener));
        test.connectAndJoin(TOPIC);
        seen.clear();
        return client;
    }

    private <T> T as(String caller, Supplier<T> call) {
        context.set(caller);
        try {
            return call.get();
        } finally {
            context.remove();
        }
    }

    @Test
    void requestBringsTheContextToItsSpanItsReplyAndItsStage(SocketTest test) {
        RunningClient client = startJoined(test);
        CompletionStage<String> inStage =
                as("caller", () -> client.request(TOPIC, "ask").thenApply(reply -> context.get()));
        test.reply(test.assertPush(TOPIC, "ask"), Map.of());

        assertThat(test.await(inStage)).isEqualTo("caller");
        assertThat(seen).containsExactly("run caller", "request caller", "replyHandler caller");
    }

    @Test
    void runBringsTheContextToItsFunctionAndItsStage(SocketTest test) {
        RunningClient client = startJoined(test);
        CompletionStage<String> inStage = as(
                "caller",
                () -> client.run(socket -> {
                            seen.add("step " + context.get());
                            return socket;
                        })
                        .thenApply(done -> context.get()));

        assertThat(test.await(inStage)).isEqualTo("caller");
        assertThat(seen).containsExactly("run caller", "step caller");
    }

    @Test
    void pushesBringTheContextToTheirCallbacks(SocketTest test) {
        RunningClient client = startJoined(test);
        as("first", () -> {
            client.push(TOPIC, "shout", Map.of());
            return true;
        });
        test.assertPush(TOPIC, "shout");
        test.await(test.run(() -> as("second", () -> {
            client.push(TOPIC, "bulk", Map.of(), Duration.ofSeconds(1));
            return true;
        })));
        test.assertPush(TOPIC, "bulk");

        assertThat(seen).containsExactly("run first", "run second");
    }

    @Test
    void messagesOfUserCodeBringTheContextToTheirCallbacks(SocketTest test) {
        RunningClient client = startJoined(test);
        as("first", () -> {
            client.send("info");
            return true;
        });
        as("second", () -> {
            client.cast("cast");
            return true;
        });
        client.send("alone");
        String answer = test.await(test.run(() -> as("third", () -> client.call(Ping::new))));

        assertThat(answer).isEqualTo("pong");
        assertThat(seen)
                .containsExactly(
                        "handleInfo first",
                        "info first",
                        "handleCast second",
                        "cast second",
                        "handleInfo null",
                        "alone null",
                        "handleCall third",
                        "ping third");
    }

    @Test
    void contextOfACallbackGoesToItsRequestsAndNotToOtherCallbacks(SocketTest test) {
        startJoined(test);
        test.push(TOPIC, "one", Map.of());
        test.push(TOPIC, "two", Map.of());
        test.reply(test.assertPush(TOPIC, "two"), Map.of());
        test.reply(test.assertPush(TOPIC, "one"), Map.of());

        assertThat(seen)
                .containsExactly(
                        "handleMessage null",
                        "request set by one",
                        "handleMessage null",
                        "request set by two",
                        "handleOutcome set by two",
                        "tag two",
                        "handleOutcome set by one",
                        "tag one");
    }

    /** The client logs what the listener throws, and continues. */
    @Test
    void listenerThatThrowsDoesNotHarmTheClient(SocketTest test) {
        Telemetry broken = new Telemetry() {
            @Override
            public void observed(Observation observation) {}

            @Override
            public Object capture() {
                throw new IllegalStateException("capture");
            }

            @Override
            public Scope restore(Object captured) {
                return () -> {
                    throw new IllegalStateException("close");
                };
            }
        };
        RunningClient client = test.start(new Client(), options -> options.telemetry(broken));
        test.connectAndJoin(TOPIC);
        CompletionStage<Reply> reply = client.request(TOPIC, "ask");
        test.reply(test.assertPush(TOPIC, "ask"), Map.of());

        assertThat(test.await(reply)).isInstanceOf(Reply.Ok.class);
    }
}
