package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import java.util.Map;

/** The client of the README's first screen: joins a room and prints what is said there. */
final class Lobby implements SlipstreamClient {

    @Override
    public Socket init(Socket socket) {
        return socket.connect(Configuration.of("ws://localhost:4000/socket/websocket"));
    }

    @Override
    public Socket handleConnect(Socket socket) {
        return socket.join("rooms:lobby", Map.of("user", 1));
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        System.out.println(payload.as(Chat.class).text());
        return socket;
    }
}
