package dev.slipstream.system.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Socket;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests that {@link JUnitSixTest} runs. Normal test runs skip this class, because its name does not match the
 * pattern of test classes.
 */
@ExtendWith(SocketTestExtension.class)
class OnJUnitSix {

    private static final class RoomClient implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(Configuration.of("ws://localhost/socket/websocket"))
                    .join("rooms:lobby");
        }
    }

    @BeforeEach
    void startClient(SocketTest test) {
        test.start(new RoomClient());
    }

    @Test
    void socketTestIsTheSameInBeforeEach(SocketTest test) {
        test.connectAndJoin("rooms:lobby");
    }

    @Test
    void isJUnitSix() {
        assertThat(Test.class.getPackage().getImplementationVersion()).startsWith("6.");
    }
}
