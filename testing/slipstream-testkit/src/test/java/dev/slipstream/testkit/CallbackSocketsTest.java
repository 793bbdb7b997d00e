package dev.slipstream.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The socket of a callback already reflects the callback's event. */
class CallbackSocketsTest {

    private static final String TOPIC = "rooms:lobby";

    /** Records the state of the socket in each callback. */
    private static final class Recorder implements SlipstreamClient {

        private final List<String> records = new ArrayList<>();

        private Socket add(String callback, Socket socket) {
            records.add(callback + ": " + (socket.isConnected() ? "connected" : "apart") + ", " + socket.status(TOPIC)
                    + (socket.isJoined(TOPIC) ? " joined" : "") + (socket.isWanted(TOPIC) ? " wanted" : ""));
            return socket;
        }

        @Override
        public Socket init(Socket socket) {
            return add("init", socket)
                    .connect(Configuration.of("ws://localhost/socket/websocket"))
                    .join(TOPIC);
        }

        @Override
        public Socket handleConnect(Socket socket) {
            return add("handleConnect", socket);
        }

        @Override
        public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
            return add("handleDisconnect", socket);
        }

        @Override
        public Socket handleJoin(String topic, Payload response, Socket socket) {
            return add("handleJoin", socket);
        }

        @Override
        public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
            return add("handleMessage", socket);
        }

        @Override
        public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
            return add("handleTopicClose", socket);
        }

        @Override
        public Socket handleLeave(String topic, Socket socket) {
            return add("handleLeave", socket);
        }

        @Override
        public Socket terminate(StopReason reason, Socket socket) {
            return add("terminate", socket);
        }
    }

    @Test
    void socketOfCallbackReflectsItsEvent() {
        Recorder recorder = new Recorder();
        try (SocketTest test = SocketTest.open()) {
            RunningClient client = test.start(recorder);
            test.connectAndJoin(TOPIC);
            test.push(TOPIC, "news", Map.of());
            test.crash(TOPIC);
            test.acceptJoin(TOPIC);
            test.cutConnection();
            test.connectAndJoin(TOPIC);
            client.run(socket -> socket.leave(TOPIC));
            test.acceptLeave(TOPIC);
            client.stop(new StopReason.Normal());
            test.assertStopped();
        }

        assertThat(recorder.records)
                .containsExactly(
                        "init: apart, NONE",
                        "handleConnect: connected, WANTED wanted",
                        "handleJoin: connected, JOINED joined wanted",
                        "handleMessage: connected, JOINED joined wanted",
                        "handleTopicClose: connected, CLOSED wanted",
                        "handleJoin: connected, JOINED joined wanted",
                        "handleDisconnect: apart, WANTED wanted",
                        "handleConnect: connected, WANTED wanted",
                        "handleJoin: connected, JOINED joined wanted",
                        "handleLeave: connected, CLOSED",
                        "handleDisconnect: apart, CLOSED",
                        "terminate: apart, CLOSED");
    }
}
