package example;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Joins the lobby and pushes each message back as {@code echo}. */
class BootLobby implements SlipstreamClient {

    record Chat(String text) {}

    final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private final String uri;

    BootLobby(String uri) {
        this.uri = uri;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(Configuration.of(uri));
    }

    @Override
    public Socket handleConnect(Socket socket) {
        return socket.join("rooms:lobby", new Chat("hello"));
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        return socket.push(topic, "echo", payload.as(Chat.class));
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        seen.add("disconnected: " + reason.getClass().getSimpleName());
        return SlipstreamClient.super.handleDisconnect(reason, socket);
    }
}
