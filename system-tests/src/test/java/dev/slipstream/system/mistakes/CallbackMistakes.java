package dev.slipstream.system.mistakes;

import dev.slipstream.RequestLostException;
import dev.slipstream.RunningClient;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.From;
import dev.slipstream.core.Socket;
import dev.slipstream.simulation.Simulation;
import dev.slipstream.system.RoomChannel;
import dev.slipstream.testkit.Sockets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** Mistakes in callbacks, calls and sessions. */
final class CallbackMistakes {

    private static final Duration SHORT = Duration.ofMillis(10);

    private final Configuration configuration;
    /** As {@link #configuration}, but the path does not end in {@code /websocket}. */
    private final Configuration withoutWebsocket;

    /** @param uri the URI of a server with {@code RoomChannel} */
    CallbackMistakes(String uri) {
        this.configuration = Configuration.of(uri);
        this.withoutWebsocket = Configuration.of(uri.replace("/websocket", ""));
    }

    /** The message of a call whose answer is a text. */
    record Question(From<String> from) {}

    List<Mistake> all() {
        SlipstreamClient throwing = new SlipstreamClient() {
            @Override
            public Socket handleInfo(Object message, Socket socket) {
                throw new IllegalStateException("no room for " + message);
            }
        };
        SlipstreamClient forgetful = new SlipstreamClient() {
            @Override
            public Socket handleInfo(Object message, Socket socket) {
                Socket lost = socket.join("rooms:lobby");
                return message.equals("return") ? lost : socket;
            }
        };
        SlipstreamClient nullReturning = new SlipstreamClient() {
            @Override
            @SuppressWarnings("NullAway") // the mistake
            public Socket handleInfo(Object message, Socket socket) {
                return null;
            }
        };
        SlipstreamClient selfCalling = new SlipstreamClient() {
            @Override
            public Socket handleInfo(Object message, Socket socket) {
                return socket.send(Slipstream.running(socket).call(Question::new));
            }
        };
        SlipstreamClient waiting = new SlipstreamClient() {
            @Override
            public Socket handleInfo(Object message, Socket socket) {
                Session session = Slipstream.session(socket);
                Socket joining = session.socket().join("rooms:lobby");
                session.await(EventMatcher.messageOn("rooms:lobby", "hello"), SHORT);
                return joining;
            }
        };
        SlipstreamClient pushing = new SlipstreamClient() {
            @Override
            public Socket handleInfo(Object message, Socket socket) {
                Slipstream.running(socket).push("rooms:lobby", "shout", Map.of(), Duration.ofSeconds(5));
                return socket;
            }
        };
        SlipstreamClient blocking = new SlipstreamClient() {
            @Override
            public Socket handleInfo(Object message, Socket socket) {
                return Slipstream.running(socket)
                        .whenJoined("rooms:lobby")
                        .thenApply(joined -> socket)
                        .toCompletableFuture()
                        .join();
            }
        };
        SlipstreamClient keeping = new SlipstreamClient() {
            private Optional<Socket> kept = Optional.empty();

            @Override
            public Socket init(Socket socket) {
                kept = Optional.of(socket);
                return socket;
            }

            @Override
            public Socket handleInfo(Object message, Socket socket) {
                return kept.orElse(socket).join("rooms:lobby");
            }
        };
        return List.of(
                Mistake.logged("A callback throws", throwing, client -> client.send("you")),
                Mistake.logged("A callback returns null", nullReturning, client -> client.send("you")),
                Mistake.logged(
                        "A callback returns the socket that it received, and loses operations",
                        forgetful,
                        client -> client.send("forget")),
                Mistake.thrown(
                        "A read of a value that was never assigned",
                        () -> Sockets.fresh().assigned(AssignKey.<String>of("user"))),
                Mistake.logged("A client calls itself", selfCalling, client -> client.send("you")),
                Mistake.logged("A push that waits for room, in a callback", pushing, client -> client.send("you")),
                Mistake.logged("A callback waits for a stage of its client", blocking, client -> client.send("you")),
                Mistake.logged("A callback writes on an earlier socket", keeping, client -> client.send("you")),
                Mistake.thrown("Another thread writes on a socket", CallbackMistakes::writeOnOtherThread),
                Mistake.thrown("A call without an answer", () -> {
                    // In virtual time, the client has certainly handled the call when the call times out.
                    try (Simulation simulation = Simulation.calm(1, RoomChannel.endpoint())) {
                        simulation
                                .start(new SlipstreamClient() {}, options -> options.name(Mistake.client()))
                                .call(Question::new, SHORT);
                    }
                }),
                Mistake.thrown("A call to a client whose callback blocks", CallbackMistakes::callBlocked),
                Mistake.thrown("A request to a client whose callback blocks", CallbackMistakes::requestBlocked),
                Mistake.thrown("A call whose callback throws", CallbackMistakes::callThrowing),
                Mistake.thrown("A call to a client that has ended", () -> {
                    throw new AssertionError("answered: " + ended().call(Question::new));
                }),
                Mistake.thrown("A message to a client that has ended", () -> ended().send("you")),
                Mistake.thrown("A step for a client that has ended", () -> {
                    CompletionStage<Void> step = ended().run(socket -> socket.join("rooms:lobby"));
                    throw new AssertionError("nothing was thrown: " + step);
                }),
                Mistake.thrown("More messages than the mailbox holds", CallbackMistakes::flood),
                Mistake.thrown("An awaited event that does not arrive", () -> {
                    try (Session session = open()) {
                        session.join("rooms:lobby");
                        session.await(EventMatcher.messageOn("rooms:lobby", "hello"), SHORT);
                    }
                }),
                Mistake.logged(
                        "A session in a callback waits before it applies operations",
                        waiting,
                        client -> client.send("you")),
                Mistake.thrown("A join of a session that the channel refuses", () -> {
                    try (Session session = open()) {
                        session.join("rooms:locked");
                    }
                }),
                Mistake.thrown(
                        "A session without a running server",
                        () -> Slipstream.open(
                                        Configuration.of("ws://localhost:1/socket/websocket"),
                                        Mistake.options().build())
                                .close()),
                Mistake.thrown(
                        "A session whose path lacks /websocket",
                        () -> Slipstream.open(
                                        withoutWebsocket, Mistake.options().build())
                                .close()));
    }

    private Session open() {
        return Slipstream.open(configuration, Mistake.options().build());
    }

    private static void callThrowing() {
        SlipstreamClient throwing = new SlipstreamClient() {
            @Override
            public Socket handleCall(Object message, Socket socket) {
                throw new IllegalStateException("no answer");
            }
        };
        try (RunningClient client = Slipstream.start(throwing, Mistake.options().build())) {
            throw new AssertionError("answered: " + client.call(Question::new));
        }
    }

    private static RunningClient ended() {
        RunningClient client =
                Slipstream.start(new SlipstreamClient() {}, Mistake.options().build());
        client.close();
        return client;
    }

    /** Writes on the socket of a callback from another thread, while the callback still runs. */
    private static void writeOnOtherThread() throws Exception {
        CompletableFuture<Socket> received = new CompletableFuture<>();
        CompletableFuture<Void> release = new CompletableFuture<>();
        SlipstreamClient sharing = new SlipstreamClient() {
            @Override
            public Socket handleInfo(Object message, Socket socket) {
                received.complete(socket);
                release.join();
                return socket;
            }
        };
        try (RunningClient client = Slipstream.start(sharing, Mistake.options().build())) {
            client.send("you");
            FutureTask<Socket> write = new FutureTask<>(() -> received.join().join("rooms:lobby"));
            Thread.ofPlatform().name("worker").start(write);
            try {
                throw new AssertionError("nothing was thrown: " + write.get());
            } catch (ExecutionException thrown) {
                throw thrown.getCause() instanceof IllegalStateException refused ? refused : thrown;
            } finally {
                release.complete(null);
            }
        }
    }

    /** Calls a client whose callback runs until the call has timed out. */
    private static void callBlocked() {
        whileBlocked(client -> client.call(Question::new, SHORT));
    }

    /** Makes a request to a client whose callback runs until the request has timed out. */
    private static void requestBlocked() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        whileBlocked(client -> thrown.complete(client.request("rooms:lobby", "ping", Map.of(), Map.class, SHORT)
                .handle((reply, lost) -> lost)
                .toCompletableFuture()
                .join()));
        throw (RequestLostException) thrown.join();
    }

    /** Uses a client while its callback runs. */
    private static void whileBlocked(Consumer<RunningClient> use) {
        CompletableFuture<Void> entered = new CompletableFuture<>();
        CompletableFuture<Void> release = new CompletableFuture<>();
        SlipstreamClient slow = new SlipstreamClient() {
            @Override
            public Socket handleInfo(Object message, Socket socket) {
                entered.complete(null);
                release.join();
                return socket;
            }
        };
        try (RunningClient client = Slipstream.start(slow, Mistake.options().build())) {
            try {
                client.send("you");
                entered.join();
                use.accept(client);
            } finally {
                release.complete(null);
            }
        }
    }

    private static void flood() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        SlipstreamClient slow = new SlipstreamClient() {
            @Override
            public Socket handleInfo(Object message, Socket socket) {
                release.join();
                return socket;
            }
        };
        try (RunningClient client =
                Slipstream.start(slow, Mistake.options().maxMessages(2).build())) {
            try {
                for (int i = 0; i < 10; i++) {
                    client.send(i);
                }
            } finally {
                release.complete(null);
            }
        }
    }
}
