package dev.slipstream.system.security;

import dev.slipstream.RunningClient;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.LeaveCause;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.transport.contract.RawFrame;
import dev.slipstream.transport.contract.RawServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Clients that hold secrets, and that run into the problems that the default log reports. */
final class CanaryProblems {

    private static final String LOBBY = CanaryClient.LOBBY;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> PAYLOAD = Map.of("text", Canary.PAYLOAD);

    /** More levels than the serializer accepts. */
    private static final int NESTED = 2_000;

    private CanaryProblems() {}

    /** A policy with a bug, whose exception holds a secret. */
    private static final class Throwing implements ReconnectPolicy {

        @Override
        public Decision reconnects(DisconnectReason reason, Tries tries) {
            throw new IllegalStateException(Canary.USERS);
        }

        @Override
        public boolean rejoins(TopicCloseReason reason, int failures) {
            throw new IllegalStateException(Canary.USERS);
        }

        @Override
        public boolean rejoinsAfterClose(String topic, int failures) {
            throw new IllegalStateException(Canary.USERS);
        }
    }

    /** Pushes too much before the join, makes its topic crash, and loses operations when the topic ends. */
    private record Reckless(Configuration configuration) implements SlipstreamClient {

        private static final AssignKey<Integer> JOINS = AssignKey.of("joins", 0);

        @Override
        public Socket init(Socket socket) {
            JoinOptions options = JoinOptions.builder()
                    .params(Map.of("p", Canary.JOIN))
                    .buffer(PushBuffer.of(1))
                    .build();
            return socket.connect(configuration)
                    .joinWith(LOBBY, options)
                    .push(LOBBY, "hear", PAYLOAD)
                    .push(LOBBY, "hear", PAYLOAD);
        }

        @Override
        public Socket handleJoin(String topic, Payload response, Socket socket) {
            Socket counted = socket.assign(JOINS, socket.assigned(JOINS) + 1);
            return counted.push(topic, FailingSerializer.UNENCODABLE, PAYLOAD)
                    .push(topic, counted.assigned(JOINS) == 1 ? "crash" : "stop", PAYLOAD);
        }

        @Override
        public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
            payload.as(CanaryClient.Other.class);
            return socket;
        }

        @Override
        public Socket handleLeave(String topic, LeaveCause cause, Socket socket) {
            Socket pushed = socket.push(topic, "never", PAYLOAD);
            Socket lost = pushed.join("rooms:forgotten", Map.of("p", Canary.JOIN));
            return cause == LeaveCause.CLIENT ? lost : pushed;
        }
    }

    /** Runs a client with a server of {@link CanaryRoom}. */
    static void run(Configuration.Builder configuration, StartOptions options, VisibleTexts texts) {
        Configuration throwing = configuration
                .rejoinBackoff(Backoff.exact(List.of(Duration.ofMillis(1))))
                .reconnectPolicy(new Throwing())
                .build();
        try (RunningClient client = Slipstream.start(new Reckless(throwing), options)) {
            await(texts, "ReconnectPolicy.reconnects ");
            await(texts, "ReconnectPolicy.rejoins ");
            await(texts, "the push of hear to rooms:lobby was not sent: the buffer of rooms:lobby is full");
            await(texts, "heard on rooms:lobby was not handled");
            await(texts, "the push of unencodable to rooms:lobby was not sent: the frame cannot be sent: java.lang.");
            await(texts, "ReconnectPolicy.rejoinsAfterClose ");
            await(texts, "the server ended rooms:lobby normally");
            await(texts, "the push of never to rooms:lobby was not sent: the topic is not joined");
            await(texts, "handleLeave lost 1 operation");
            texts.see("text of a client", client);
        }
    }

    /** Runs a client whose server sends frames that are not Phoenix messages, and then closes the TCP connection. */
    static void runWithStranger(Function<String, Configuration.Builder> at, StartOptions options, VisibleTexts texts) {
        String nested = "[".repeat(NESTED) + "\"" + Canary.PAYLOAD + "\"" + "]".repeat(NESTED);
        RawServer.Script stranger = connection -> {
            connection.accept();
            connection.readFrame(); // waits, because the JDK may miss an end of TCP directly after the handshake
            connection.write(RawFrame.text("[" + Canary.BODY));
            connection.write(RawFrame.text("[null,null,\"rooms:lobby\",\"said\"," + nested + "]"));
            connection.finish();
        };
        try (RawServer server = RawServer.start(stranger)) {
            Configuration configuration =
                    at.apply(server.uri("ws", "/socket/websocket").toString()).build();
            SlipstreamClient idle = new SlipstreamClient() {
                @Override
                public Socket init(Socket socket) {
                    return socket.connect(configuration).join(LOBBY, Map.of("p", Canary.JOIN));
                }
            };
            try (RunningClient client = Slipstream.start(idle, options)) {
                await(texts, "a frame of the server is not a Phoenix message");
                await(texts, "a frame of the server exceeds a limit");
                await(texts, "the connection ended: ");
                texts.see("text of a client", client);
            }
        }
    }

    /** Runs a client whose server quotes the client's token when it closes the websocket. */
    static void runWithQuotingServer(
            Function<String, Configuration.Builder> at, StartOptions options, VisibleTexts texts) {
        RawServer.Script quoting = connection -> {
            connection.accept();
            connection.readFrame();
            connection.write(RawFrame.close(4001, "expired " + Canary.TOKEN));
            connection.readToEnd();
        };
        try (RawServer server = RawServer.start(quoting)) {
            Configuration configuration =
                    at.apply(server.uri("ws", "/socket/websocket").toString()).build();
            SlipstreamClient idle = new SlipstreamClient() {
                @Override
                public Socket init(Socket socket) {
                    return socket.connect(configuration).join(LOBBY);
                }

                @Override
                public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
                    texts.see("text of a reason", reason);
                    return socket;
                }
            };
            try (RunningClient client = Slipstream.start(idle, options)) {
                await(texts, "the server closed the connection with code 4001, ");
                texts.see("text of a client", client);
            }
        }
    }

    /**
     * Runs clients that the server refuses. The first one leaves a topic twice and then gives up. The second one changes
     * to the slow backoff.
     */
    static void runRefused(Function<String, Configuration.Builder> at, StartOptions options, VisibleTexts texts) {
        RawServer.Script refusing =
                connection -> connection.refuse("403 Forbidden", Canary.BODY, "Set-Cookie: " + Canary.HEADER);
        try (RawServer server = RawServer.start(refusing)) {
            String uri = server.uri("ws", "/socket/websocket").toString();
            Configuration configuration = at.apply(uri)
                    .reconnectPolicy(ReconnectPolicy.stopWhenRefused())
                    .build();
            SlipstreamClient leaving = new SlipstreamClient() {
                @Override
                public Socket init(Socket socket) {
                    return socket.connect(configuration)
                            .join(LOBBY, Map.of("p", Canary.JOIN))
                            .leave(LOBBY)
                            .leave(LOBBY);
                }

                @Override
                public Socket terminate(StopReason reason, Socket socket) {
                    return socket.isWanted(LOBBY) ? socket.push(LOBBY, "hear", PAYLOAD) : socket;
                }
            };
            try (RunningClient client = Slipstream.start(leaving, options)) {
                await(texts, "the client no longer connects: the server answered 403");
                texts.see("text of a client", client);
                CompletionStage<Void> stopped = client.run(
                        socket -> socket.join(LOBBY, Map.of("p", Canary.JOIN)).stop(new StopReason.Normal()));
                await(texts, "push rooms:lobby has no effect: the client is stopping");
                stopped.toCompletableFuture().join();
            }
            try (RunningClient client =
                    Slipstream.start(connecting(at.apply(uri).build()), options)) {
                await(texts, ", and later waits may be longer");
                texts.see("text of a client", client);
            }
        }
    }

    /** Runs a client that ends because the key of a timer throws. */
    static void runWithThrowingKey(Configuration configuration, StartOptions options, VisibleTexts texts) {
        Object key = new Object() {
            @Override
            public int hashCode() {
                throw new IllegalStateException(Canary.USERS);
            }
        };
        try (RunningClient client = Slipstream.start(connecting(configuration), options)) {
            CompletionStage<Void> unused =
                    client.run(socket -> socket.sendAfter("other", Duration.ofHours(1), Canary.PAYLOAD)
                            .cancel(key));
            await(texts, " has ended, because an object of user code threw");
            texts.see("text of a client", client);
        }
    }

    private static SlipstreamClient connecting(Configuration configuration) {
        return new SlipstreamClient() {
            @Override
            public Socket init(Socket socket) {
                return socket.connect(configuration);
            }
        };
    }

    /** Runs a script whose mailbox is too small for the messages of a server of {@link CanaryRoom}. */
    static void runWithSmallMailbox(Configuration configuration, StartOptions options, VisibleTexts texts) {
        StartOptions small = options.toBuilder().maxMessages(2).build();
        try (Session session = Slipstream.open(configuration, small)) {
            session.join(LOBBY, Map.of("p", Canary.JOIN));
            for (int i = 0; i < 5; i++) {
                session.push(LOBBY, "hear", PAYLOAD);
            }
            await(texts, "the mailbox is full and dropped heard on rooms:lobby");
            texts.see("text of a client", session);
        }
    }

    private static void await(VisibleTexts texts, String line) {
        texts.awaitAt("log of dev.slipstream", line, PATIENCE);
    }
}
