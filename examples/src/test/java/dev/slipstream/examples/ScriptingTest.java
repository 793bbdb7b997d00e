package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class ScriptingTest {

    private final List<String> received = new CopyOnWriteArrayList<>();

    private final class Good implements PhoenixChannel {

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            received.add("join");
            return JoinResult.ok();
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            received.add(event);
            switch (event) {
                case "ping" -> context.reply("ok", Map.of("pong", true));
                case "push to me" -> context.push("foo", Map.of("bar", 1));
                default -> assertThat(event).isEqualTo("quicksand");
            }
        }

        @Override
        public void terminate(ChannelContext context) {
            received.add("terminate");
        }
    }

    @Test
    void theScriptTakesEachOfItsSteps() {
        UserSocket socket = UserSocket.at("/socket").channel("test:good", Good::new);
        try (PhoenixServer server = PhoenixServer.start(socket)) {
            Scripting.run(Configuration.of(server.uri()));

            assertThat(received).containsExactly("join", "quicksand", "ping", "push to me", "terminate");
            assertThat(server.crashes()).isEmpty();
        }
    }

    @Test
    @ExtendWith(SocketTestExtension.class)
    void scriptRunsAgainstTestServer(SocketTest test) {
        CompletableFuture<Boolean> script = test.run(() -> {
            Scripting.run(Configuration.of("ws://localhost/socket/websocket"));
            return true;
        });

        test.connectAndJoin("test:good");
        test.assertPush("test:good", "quicksand", Map.of("sinks", true));
        test.reply(test.assertPush("test:good", "ping"), Map.of("pong", true));
        test.assertPush("test:good", "push to me");
        test.push("test:good", "foo", Map.of("bar", 1));
        test.acceptLeave("test:good");
        test.assertDisconnect();

        assertThat(test.await(script)).isTrue();
    }
}
