package dev.slipstream.system.security;

import dev.slipstream.StartOptions;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelMessage;
import dev.slipstream.channels.ChannelPresence;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.channels.MessageBuffer;
import dev.slipstream.channels.MessageBuffer.Overflow;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.SlipstreamException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program with channel handles that sends secrets to the server, and receives secrets from the server. It records the
 * text of every value that it gets. Its handlers and subscribers throw, and its calls fail.
 */
final class CanaryChannels {

    private static final String LOBBY = CanaryClient.LOBBY;
    private static final Map<String, String> PARAMS = Map.of("p", Canary.JOIN);
    private static final Map<String, String> PAYLOAD = Map.of("text", Canary.PAYLOAD);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final VisibleTexts texts;
    private final ChannelSocket socket;
    /** The subscriptions of slow subscribers. */
    private final Queue<Flow.Subscription> subscriptions = new ConcurrentLinkedQueue<>();

    private CanaryChannels(VisibleTexts texts, ChannelSocket socket) {
        this.texts = texts;
        this.socket = socket;
    }

    /** Runs the program with a server of {@link CanaryRoom}. */
    static void run(Configuration configuration, StartOptions options, VisibleTexts texts) throws Exception {
        try (ChannelSocket socket = ChannelSocket.connect(configuration, options)) {
            CanaryChannels program = new CanaryChannels(texts, socket);
            program.refuse();
            program.receive(socket.channel(LOBBY, PARAMS));
            program.misuse(socket.channel(LOBBY));
            socket.close();
            program.fails(socket.channel(LOBBY).push("never", PAYLOAD));
            program.see("socket", socket);
        }
    }

    /** A join that the server refuses, and calls that fail because the channel is not joined. */
    private void refuse() throws Exception {
        Channel locked = socket.channel(CanaryClient.LOCKED, PARAMS);
        locked.onError(reason -> see("reason", reason));
        fails(locked.join());
        fails(locked.push("never", PAYLOAD, String.class));
        throwsAt(() -> locked.pushAndForget("never", PAYLOAD, Duration.ofSeconds(10)));
        locked.pushAndForget("never", PAYLOAD); // the default log reports the loss
        see("channel", locked);
        Channel failing = socket.channelWith(
                "rooms:failing",
                JoinOptions.builder()
                        .paramsSupplier(
                                attempt -> CompletableFuture.failedFuture(new IllegalStateException(Canary.USERS)))
                        .build());
        failing.join(Duration.ofMillis(10)).exceptionally(thrown -> {
            texts.seeThrown("exception", thrown);
            return null;
        });
    }

    /** Handlers, streams and presences that get secrets, and throw. */
    private void receive(Channel lobby) throws Exception {
        lobby.onJoin(response -> see("response", response));
        lobby.on("said", payload -> {
            see("payload", payload);
            throw new IllegalStateException(Canary.USERS);
        });
        lobby.on("said", CanaryClient.Other.class, other -> see("message", other));
        lobby.onAny(message -> {
            see("message", message);
            throw new IllegalStateException(Canary.USERS);
        });
        for (Overflow overflow : Overflow.values()) {
            MessageBuffer buffer = MessageBuffer.of(1, overflow);
            see("buffer", buffer);
            lobby.messages(buffer).subscribe(new Slow());
        }
        lobby.messages().subscribe(new Throwing());
        ChannelPresence presence = lobby.presence();
        presence.onChange(change -> see("presence", change + " " + change.joined() + change.left()));
        presence.onSync(() -> {
            see("presence", presence + " " + presence.list() + presence.snapshot());
            throw new IllegalStateException(Canary.USERS);
        });

        await(lobby.join());
        see("channel", lobby);
        for (int i = 0; i < 4; i++) {
            see("reply", await(lobby.push("echo", PAYLOAD)));
        }
        subscriptions.forEach(subscription -> subscription.request(Long.MAX_VALUE));
        see("reply", await(lobby.push("refuse", PAYLOAD)));
        fails(lobby.push("refuse", PAYLOAD, String.class));
        fails(lobby.push("echo", PAYLOAD, int.class));
        fails(lobby.push("ignore", PAYLOAD, String.class, Duration.ofMillis(10)));
        see("reply", await(lobby.push("presences", PAYLOAD)));
    }

    /** Calls that are refused at once. */
    private void misuse(Channel lobby) {
        JoinParams supplier = new JoinParams() {
            @Override
            public CompletionStage<?> params(Attempt attempt) {
                return CompletableFuture.completedFuture(PARAMS);
            }

            @Override
            public String toString() {
                return Canary.JOIN;
            }
        };
        throwsAt(() -> see("channel", socket.channel(LOBBY, Map.of("p", Canary.PARAM))));
        throwsAt(() -> see("channel", socket.channel("rooms:other", supplier)));
        throwsAt(() -> lobby.pushAndForget("phx_join", PAYLOAD));
        throwsAt(() -> lobby.pushAndForget("never", new CanaryClient.Unencodable()));
        throwsAt(() -> socket.channel("rooms:other").pushAndForget("never", PAYLOAD));
    }

    /** A subscriber that requests messages only when the program asks for it. */
    private class Slow implements Flow.Subscriber<ChannelMessage> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            see("subscription", subscription);
            subscriptions.add(subscription);
        }

        @Override
        public void onNext(ChannelMessage message) {
            see("message", message);
        }

        @Override
        public void onError(Throwable thrown) {
            texts.seeThrown("exception", thrown);
        }

        @Override
        public void onComplete() {}
    }

    /** A subscriber that throws at its first message. */
    private final class Throwing extends Slow {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ChannelMessage message) {
            throw new IllegalStateException(Canary.USERS);
        }
    }

    private void see(String kind, Object shown) {
        texts.see("text of a " + kind, shown);
    }

    private static <T> T await(CompletionStage<T> stage)
            throws ExecutionException, InterruptedException, TimeoutException {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void fails(CompletionStage<?> stage) throws InterruptedException, TimeoutException {
        try {
            see("reply", await(stage));
        } catch (ExecutionException e) {
            texts.seeThrown("exception", e);
        }
    }

    private void throwsAt(Runnable call) {
        try {
            call.run();
            throw new AssertionError("a call was accepted");
        } catch (IllegalArgumentException | IllegalStateException | SlipstreamException e) {
            texts.seeThrown("exception", e);
        }
    }
}
