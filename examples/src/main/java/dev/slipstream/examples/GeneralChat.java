package dev.slipstream.examples;

import dev.slipstream.StartOptions;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Configuration;

/** Joins a chat, and prints its messages and what happens to the connection. */
public final class GeneralChat {

    record Message(String text) {}

    public static void main(String[] arguments) {
        Configuration configuration = Configuration.builder("ws://localhost:4000/socket/websocket")
                .param("token", "secret")
                .build();
        try (ChannelSocket socket = ChannelSocket.prepare(configuration, StartOptions.standard())) {
            socket.onOpen(() -> System.out.println("open"));
            socket.onClose(reason -> System.out.println("closed: " + reason));
            socket.onError(failure -> System.out.println("error: " + failure));
            socket.start();

            Channel general = socket.channel("chat:general");
            general.on("message", Message.class, message -> System.out.println("message: " + message.text()));
            general.onJoin(welcome -> System.out.println("joined"));
            general.onError(reason -> System.out.println("not joined: " + reason));
            general.join();
            socket.client().awaitStopped();
        }
    }
}
