package dev.slipstream.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SocketTestExtension.class)
class ScriptTest {

    @Test
    void scriptWaitsForTheJoinTheReplyAndTheMessage(SocketTest test) {
        CompletableFuture<Boolean> script = test.run(() -> {
            Script.run("ws://localhost/socket/websocket");
            return true;
        });

        test.connectAndJoin("rooms:lobby");
        test.reply(test.assertPush("rooms:lobby", "ping"), Map.of("said", "pong"));
        assertThat(script).isNotDone();
        test.push("rooms:lobby", "hello", Map.of());

        assertThat(test.await(script)).isTrue();
    }
}
