package dev.slipstream.system.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.RoomChannel;
import dev.slipstream.testkit.server.PhoenixServer;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An independent check: Phoenix's official JavaScript client works with our server. */
class OfficialClientTest {

    private static final String SCRIPT = "official-client.js";

    @Test
    void officialClientAcceptsOurServer() throws Exception {
        Node node = Node.installed();
        try (PhoenixServer server = PhoenixServer.start(RoomChannel.endpoint())) {
            // The official client appends /websocket.
            node.run(
                    Duration.ofMinutes(5),
                    SCRIPT,
                    server.uri().resolve("../socket").toString());
        }
        assertThat(Files.readAllLines(node.file(SCRIPT + ".log")))
                .containsExactly(
                        "a refused connect",
                        "a connect",
                        "a heartbeat",
                        "a refused join",
                        "a topic without a channel",
                        "a join",
                        "a push and its reply",
                        "a broadcast",
                        "binary both ways",
                        "a crash and the join after it",
                        "a cut connection and the join after it",
                        "a leave",
                        "a channel that the server closes",
                        "a disconnect");
    }
}
