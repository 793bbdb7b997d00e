package dev.slipstream.examples;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelPresence;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Reply;
import dev.slipstream.core.presence.PresenceEntry;
import java.util.Map;

/** Follows three channels of one socket. */
public final class ThreeChannels {
    record Message(String text) {}

    record Payment(int cents) {}

    public static void main(String[] arguments) {
        String uri = "ws://localhost:4000/socket/websocket";
        Configuration configuration =
                Configuration.builder(uri).param("token", "secret").build();
        try (ChannelSocket socket = ChannelSocket.connect(configuration)) {
            socket.onError(failure -> System.out.println("connection: " + failure));
            Channel lobby = socket.channel("rooms:lobby", Map.of("user", "ann"));
            lobby.on("shout", Message.class, shout -> System.out.println("shout: " + shout.text()));
            ChannelPresence presence = lobby.presence();
            presence.onChange(change -> System.out.println(change.key() + " " + change.kind()));
            presence.onSync(() -> System.out.println("here: " + presence.list(PresenceEntry::key)));
            lobby.onError(reason -> System.out.println("lobby: " + reason));
            lobby.onJoin(welcome -> lobby.pushAndForget("shout", new Message("hello")));
            lobby.join();

            Channel news = socket.channel("news:all");
            news.on("headline", Message.class, headline -> System.out.println("news: " + headline.text()));
            news.on("restart", restart -> news.leave().thenCompose(left -> news.join()));
            news.join();

            Channel account = socket.channel("accounts:ann");
            account.on("paid", Payment.class, paid -> System.out.println("paid: " + paid.cents() + " cents"));
            account.join();
            account.push("pay", new Payment(250))
                    .thenApply(reply -> switch (reply) {
                        case Reply.Ok(var response) ->
                            "rest: " + response.as(Payment.class).cents() + " cents";
                        case Reply.Error(var response) -> "not paid: " + response.text();
                        case Reply.Other(var status, var response) -> "not paid: " + status;
                        case Reply.Lost(var failure, var maybeSent) -> "no reply: " + failure;
                    })
                    .thenAccept(System.out::println);
            socket.client().awaitStopped();
        }
    }
}
