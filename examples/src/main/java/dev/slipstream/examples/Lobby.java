package dev.slipstream.examples;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import java.util.Map;

/** Joins a room, says hello, and prints each shout. */
public final class Lobby implements SlipstreamClient {

    record Chat(String text) {}

    @Override
    public Socket init(Socket socket) {
        return socket.connect(Configuration.of("ws://localhost:4000/socket/websocket"));
    }

    @Override
    public Socket handleConnect(Socket socket) {
        return socket.join("rooms:lobby", Map.of("user", 1));
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        return socket.push(topic, "shout", new Chat("hello from Java"));
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        if (event.equals("shout")) {
            System.out.println(topic + ": " + payload.as(Chat.class).text());
        }
        return socket;
    }

    public static void main(String[] arguments) {
        RunningClient client = Slipstream.start(new Lobby());
        client.awaitStopped(); // the threads of a client do not keep the program alive
    }
}
