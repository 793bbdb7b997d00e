package dev.slipstream.system.mistakes;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelMessage;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.channels.MessageBuffer;
import dev.slipstream.channels.MessageBuffer.Overflow;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.presence.Presences;
import dev.slipstream.testkit.SocketTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Mistakes with channel handles ({@link Channel}). */
final class ChannelMistakes {

    private static final String TOPIC = "rooms:lobby";
    private static final long PATIENCE_SECONDS = 60;

    private final Configuration configuration;

    /** @param uri the URI of a server with {@code RoomChannel} */
    ChannelMistakes(String uri) {
        this.configuration = Configuration.of(uri);
    }

    /** A program with channel handles that makes a mistake. */
    private interface Program {
        void run(ChannelSocket socket) throws Exception;
    }

    /** A subscriber that never requests a message. */
    private static final class IdleSubscriber implements Flow.Subscriber<ChannelMessage> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {}

        @Override
        public void onNext(ChannelMessage message) {}

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onComplete() {}
    }

    List<Mistake> all() {
        return List.of(
                thrown(
                        "The server refuses the join of a handle",
                        socket -> await(socket.channel("rooms:locked").join())),
                thrown(
                        "A push on a handle that never joined",
                        socket -> socket.channel(TOPIC).pushAndForget("say", Map.of())),
                thrown("The reply to a push is an error", socket -> {
                    Channel lobby = socket.channel(TOPIC);
                    await(lobby.join());
                    await(lobby.push("refuse", Map.of(), String.class));
                }),
                thrown("Another handle of a topic with other params", socket -> {
                    await(socket.channel(TOPIC, Map.of("user", 1)).join());
                    throw new AssertionError("nothing was thrown: " + socket.channel(TOPIC, Map.of("user", 2)));
                }),
                thrown("A supplier as the params of a handle", socket -> {
                    JoinParams supplier = attempt -> CompletableFuture.completedFuture(Map.of());
                    throw new AssertionError("nothing was thrown: " + socket.channel(TOPIC, supplier));
                }),
                thrown("A handler of a reserved event", socket -> {
                    throw new AssertionError(
                            "nothing was thrown: " + socket.channel(TOPIC).on("phx_error", payload -> {}));
                }),
                logged(
                        "A handler throws",
                        lobby -> lobby.on("said", payload -> {
                            throw new IllegalStateException("no room for you");
                        })),
                logged("A handler's type does not match the message", lobby -> lobby.on("said", int.class, n -> {})),
                logged(
                        "A subscriber of messages is too slow",
                        lobby -> lobby.messages(MessageBuffer.of(1, Overflow.DROP_OLDEST))
                                .subscribe(new IdleSubscriber())),
                withoutState("The app pushes no presence state", (test, lobby) -> {
                    lobby.presence();
                    test.connectAndJoin(TOPIC);
                }),
                withoutState("A presence view that is made after the join", (test, lobby) -> {
                    test.connectAndJoin(TOPIC);
                    test.push(TOPIC, Presences.STATE_EVENT, Map.of());
                    lobby.presence();
                }));
    }

    /**
     * A mistake in the use of presences. The client logs the message of the mistake some seconds later. {@link
     * SocketTest} plays the server in virtual time, so nothing waits for these seconds.
     */
    private Mistake withoutState(String title, BiConsumer<SocketTest, Channel> use) {
        return new Mistake(title, () -> {
            try (LoggedLines lines = LoggedLines.open();
                    SocketTest test = SocketTest.open()) {
                AtomicReference<Channel> made = new AtomicReference<>();
                test.startBy(options -> {
                    ChannelSocket socket = ChannelSocket.connect(
                            configuration,
                            options.toBuilder().name(Mistake.client()).build());
                    Channel lobby = socket.channel(TOPIC);
                    lobby.join();
                    made.set(lobby);
                    return socket.client();
                });
                use.accept(test, made.get());
                test.advance(Duration.ofSeconds(10));
                return lines.first();
            }
        });
    }

    private Mistake thrown(String title, Program program) {
        return Mistake.thrown(title, () -> {
            try (ChannelSocket socket = connect()) {
                program.run(socket);
            }
        });
    }

    /**
     * A mistake whose message a client logs. The given code first uses the handle. Then the test joins and pushes
     * messages, which the server sends back.
     */
    private Mistake logged(String title, Consumer<Channel> use) {
        return new Mistake(title, () -> {
            try (LoggedLines lines = LoggedLines.open();
                    ChannelSocket socket = connect()) {
                Channel lobby = socket.channel(TOPIC);
                use.accept(lobby);
                await(lobby.join());
                lobby.pushAndForget("say", Map.of("text", "hello"));
                lobby.pushAndForget("say", Map.of("text", "hello again"));
                return lines.first();
            }
        });
    }

    private ChannelSocket connect() {
        return ChannelSocket.connect(configuration, Mistake.options().build());
    }

    private static void await(CompletionStage<?> stage) throws Exception {
        try {
            stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
