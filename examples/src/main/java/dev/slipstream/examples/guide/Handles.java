package dev.slipstream.examples.guide;

import dev.slipstream.AwaitEndedException;
import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.JoinFailedException;
import dev.slipstream.StartOptions;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.channels.Registration;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Shows how to use channel handles: connect, register handlers, join, push and leave. */
final class Handles {

    record Chat(String text) {}

    private Handles() {}

    /** The README's example of channel handles. */
    static void run(String uri) {
        try (ChannelSocket socket = ChannelSocket.connect(Configuration.of(uri))) {
            Channel lobby = socket.channel("rooms:lobby", Map.of("user", 1));
            lobby.on("shout", Chat.class, chat -> System.out.println(chat.text()));
            lobby.presence().onChange(change -> System.out.println(change.key() + " " + change.kind()));
            lobby.join().thenAccept(welcome -> lobby.push("shout", new Chat("hello from Java")));
            socket.client().awaitStopped();
        }
    }

    static Reply once(String uri, Consumer<String> display) {
        try (ChannelSocket socket = ChannelSocket.connect(Configuration.of(uri))) {
            Channel lobby = socket.channel("rooms:lobby", Map.of("user", 1));
            lobby.on("shout", Chat.class, chat -> display.accept(chat.text()));
            socket.awaitJoined(lobby, Duration.ofSeconds(10));
            lobby.pushAndForget("shout", new Chat("hello from Java"));
            Reply reply = lobby.push("ping", Map.of()).toCompletableFuture().join();
            lobby.leave().toCompletableFuture().join();
            return reply;
        }
    }

    static ChannelSocket prepared(Configuration configuration, StartOptions options, Consumer<String> display) {
        ChannelSocket socket = ChannelSocket.prepare(configuration, options);
        socket.onStateChange(status -> display.accept("connection: " + status));
        socket.onClose(reason -> display.accept("lost: " + reason));
        socket.channel("rooms:lobby").join();
        return socket.start();
    }

    static Channel withHandlers(ChannelSocket socket, Consumer<String> display) {
        Channel lobby = socket.channel("rooms:lobby");
        lobby.on("shout", Chat.class, chat -> display.accept("first: " + chat.text()));
        Registration second = lobby.on("shout", payload -> display.accept("second: " + payload.text()));
        lobby.on("quiet", payload -> second.close());
        lobby.onAny(message -> display.accept("any: " + message.event()));

        lobby.onJoin(response -> display.accept("joined: " + response.text()));
        lobby.onLeave(cause -> display.accept("left by the " + cause));
        lobby.onError(reason -> display.accept((lobby.isWanted() ? "again: " : "given up: ") + reason));
        return lobby;
    }

    static Channel withToken(ChannelSocket socket, Supplier<CompletionStage<String>> tokens) {
        return socket.channelWith(
                "rooms:lobby",
                JoinOptions.builder()
                        .paramsSupplier(attempt -> tokens.get().thenApply(token -> Map.of("token", token)))
                        .build());
    }

    static String join(ChannelSocket socket, Channel lobby) {
        try {
            Payload welcome = socket.awaitJoined(lobby, Duration.ofSeconds(10));
            return welcome.text();
        } catch (JoinFailedException refused) {
            return "not let in: " + refused.reason();
        } catch (AwaitTimeoutException late) {
            lobby.leave(); // without this call, the client keeps trying
            return "not joined within 10 s";
        } catch (AwaitEndedException ended) {
            return "left, or not connected any more: " + ended.reason();
        }
    }

    static CompletionStage<Payload> joinAgain(Channel lobby) {
        return lobby.leave().thenCompose(left -> lobby.join());
    }

    static void forward(Channel lobby, Channel archive, Consumer<String> display) {
        lobby.on("shout", payload -> {
            archive.push("store", payload).thenAccept(reply -> display.accept("stored: " + reply));
        });
    }
}
