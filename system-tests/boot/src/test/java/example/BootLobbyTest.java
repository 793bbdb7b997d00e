package example;

import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SocketTestExtension.class)
class BootLobbyTest {

    @Test
    void joinsTheLobbyAndRepeatsEachMessage(SocketTest test) {
        test.start(new BootLobby("ws://localhost/socket/websocket"));
        test.acceptConnect();
        test.acceptJoin("rooms:lobby");

        test.push("rooms:lobby", "shout", Map.of("text", "hi"));

        test.assertPush("rooms:lobby", "echo", Map.of("text", "hi"));
    }
}
