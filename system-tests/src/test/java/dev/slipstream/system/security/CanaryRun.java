package dev.slipstream.system.security;

import dev.slipstream.AwaitEndedException;
import dev.slipstream.RestartPolicy;
import dev.slipstream.RunningClient;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Observation;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.SlipstreamException;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.transport.contract.RawServer;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.netty.NettyTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Runs clients with many secrets on real sockets, and collects every visible text: logs at the finest level, telemetry,
 * the Flight Recorder, exceptions, and the texts of all values that a client gets.
 *
 * <p>Callers use this class through an interface of the JDK, because a caller may have other versions of our classes.
 */
public final class CanaryRun implements Function<String, List<String>> {

    private static final Duration SOON = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * Runs over the transport {@code jdk}, {@code tyrus} or {@code netty}. Returns the texts that contain a secret,
     * each with its place.
     */
    @Override
    public List<String> apply(String transport) {
        // Tyrus loads its container by class name, with the context class loader of the thread.
        Thread.currentThread().setContextClassLoader(CanaryRun.class.getClassLoader());
        TransportProvider provider = switch (transport) {
            case "jdk" -> new JdkTransportProvider();
            case "tyrus" -> new TyrusTransportProvider();
            case "netty" -> new NettyTransportProvider();
            default -> throw new IllegalArgumentException("no transport: " + transport);
        };
        VisibleTexts texts = new VisibleTexts();
        StartOptions options = StartOptions.builder()
                .transport(new WatchedTransport(provider, texts))
                .serializer(new FailingSerializer())
                .telemetry(new TelemetryTexts(texts))
                .build();
        try (Logs logs = Logs.from(Level.ALL, texts);
                Recording recording = new Recording()) {
            recording.enable("dev.slipstream.Handling");
            recording.start();
            succeed(options, texts);
            fail(options, texts);
            end(options, texts);
            useChannels(options, texts);
            cause(options, texts);
            recording.stop();
            read(recording, texts);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return texts.canaries();
    }

    /**
     * Runs a client that the server refuses once. Then the client connects, sends and receives everything, and
     * restarts.
     */
    private static void succeed(StartOptions options, VisibleTexts texts) throws Exception {
        try (PhoenixServer server = PhoenixServer.start(CanaryRoom.endpoint())) {
            Configuration configuration = builder(server.uri().toString())
                    .credentialsSupplier(attempt -> attempt.number() == 2
                            ? CompletableFuture.failedFuture(new IllegalStateException(Canary.USERS))
                            : CompletableFuture.completedFuture(supplied(texts)))
                    .build();
            texts.see("text of a configuration", configuration + " " + configuration.credentials());
            try (RunningClient client = Slipstream.start(
                    () -> new CanaryClient(configuration, texts),
                    options.toBuilder()
                            .restart(RestartPolicy.TRANSIENT.atMost(1, Duration.ofMinutes(1)))
                            .build())) {
                texts.see(
                        "text of a reason",
                        client.whenStopped().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
                texts.see("text of a client", client + " " + client.socket() + " " + options);
                call(client, texts);
            }
        }
    }

    /** Makes calls to a client that has ended. The client refuses all of them. */
    private static void call(RunningClient ended, VisibleTexts texts) {
        List<Runnable> calls = List.of(
                () -> ended.send(Canary.PAYLOAD),
                () -> ended.run(socket -> socket),
                () -> ended.push(CanaryClient.LOBBY, "never", Canary.PAYLOAD, PATIENCE),
                () -> ended.request(CanaryClient.LOBBY, "never", Canary.PAYLOAD, String.class)
                        .toCompletableFuture()
                        .join());
        for (Runnable call : calls) {
            try {
                call.run();
                throw new IllegalStateException("a client that has ended accepts a call");
            } catch (SlipstreamException | CompletionException e) {
                texts.seeThrown("exception", e);
            }
        }
    }

    private static Credentials supplied(VisibleTexts texts) {
        Credentials credentials = Credentials.none()
                .withParam("supplied", Canary.SUPPLIED)
                .withHeader("X-Supplied", Canary.SUPPLIED)
                .withAuthToken(Canary.TOKEN);
        texts.see("text of credentials", credentials);
        return credentials;
    }

    /** Makes connection attempts that fail in different ways. */
    private static void fail(StartOptions options, VisibleTexts texts) {
        List<RawServer.Script> scripts = List.of(
                connection -> connection.refuse("403 Forbidden", Canary.BODY, "Set-Cookie: " + Canary.HEADER),
                connection -> {
                    connection.readRequest();
                    connection.write(connection.answerWithKey("wrong", "X-Secret: " + Canary.HEADER));
                },
                connection -> {
                    List<String> request = connection.readRequest();
                    connection.write(connection.answer(request, "Sec-WebSocket-Protocol: " + Canary.HEADER));
                },
                connection -> {
                    connection.readRequest();
                    connection.write((Canary.BODY + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                },
                connection -> {});
        for (RawServer.Script script : scripts) {
            try (RawServer server = RawServer.start(script)) {
                failsAt(server.uri("ws", "/socket/websocket").toString(), options, texts);
            }
        }
        RawServer.Script plain = connection -> connection.write(Canary.BODY.getBytes(StandardCharsets.US_ASCII));
        try (RawServer server = RawServer.start(plain)) {
            failsAt(server.uri("wss", "/socket/websocket").toString(), options, texts);
        }
        failsAt("ws://127.0.0.1:1/socket/websocket", options, texts);
        failsAt("ws://nowhere.invalid/socket/websocket", options, texts);
    }

    /** Runs a client that ends with an exception before its connection has ended. */
    private static void end(StartOptions options, VisibleTexts texts) throws Exception {
        SlipstreamClient thrower = new SlipstreamClient() {
            @Override
            public Socket handleConnect(Socket socket) {
                throw new IllegalStateException(Canary.USERS);
            }

            @Override
            public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
                return socket.stop(new StopReason.Failed(thrown));
            }
        };
        RawServer.Script silent = connection -> {
            connection.accept();
            connection.readToEnd();
        };
        try (RawServer server = RawServer.start(silent);
                RunningClient client = Slipstream.start(thrower, options)) {
            Configuration configuration = builder(
                            server.uri("ws", "/socket/websocket").toString())
                    .closeTimeout(Duration.ofSeconds(1))
                    .build();
            client.run(socket -> socket.connect(configuration));
            client.whenStopped().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            texts.await("ParentProcessExited", PATIENCE);
        }
    }

    /** Runs a program with channel handles. */
    private static void useChannels(StartOptions options, VisibleTexts texts) throws Exception {
        try (PhoenixServer server = PhoenixServer.start(CanaryRoom.endpoint())) {
            Configuration configuration = builder(server.uri().toString())
                    .credentialsSupplier(attempt -> CompletableFuture.completedFuture(supplied(texts)))
                    .build();
            CanaryChannels.run(configuration, options, texts);
        }
    }

    /** Runs clients that cause the problems that the default log reports. */
    private static void cause(StartOptions options, VisibleTexts texts) {
        try (PhoenixServer server = PhoenixServer.start(CanaryRoom.endpoint())) {
            CanaryProblems.run(builder(server.uri().toString()), options, texts);
            CanaryProblems.runWithSmallMailbox(builder(server.uri().toString()).build(), options, texts);
            CanaryProblems.runWithThrowingKey(builder(server.uri().toString()).build(), options, texts);
        }
        CanaryProblems.runRefused(CanaryRun::builder, options, texts);
        CanaryProblems.runWithStranger(CanaryRun::builder, options, texts);
        CanaryProblems.runWithQuotingServer(CanaryRun::builder, options, texts);
    }

    private static void failsAt(String uri, StartOptions options, VisibleTexts texts) {
        try (Session session =
                Slipstream.open(builder(uri).allowCleartextCredentials().build(), options)) {
            throw new IllegalStateException("the session is open: " + session);
        } catch (AwaitEndedException e) {
            texts.seeThrown("exception", e);
            texts.see("text of a reason", e.reason());
        }
    }

    private static Configuration.Builder builder(String uri) {
        return Configuration.builder(uri + "?at=" + Canary.QUERY)
                .param("token", Canary.PARAM)
                .header("X-Key", Canary.HEADER)
                .header("Cookie", "a=" + Canary.COOKIE + "; b=" + Canary.HEADER)
                .header("Authorization", "Basic " + base64("user:" + Canary.PASSWORD))
                .authToken(Canary.TOKEN)
                .reconnectBackoff(Backoff.exact(List.of(SOON)))
                .reconnectPolicy(new ThrowingPolicy());
    }

    /** Throws an exception with a secret, so the client uses the default policy. */
    private static final class ThrowingPolicy implements ReconnectPolicy {

        @Override
        public Decision reconnects(DisconnectReason reason, Tries tries) {
            throw new IllegalStateException(Canary.USERS);
        }

        @Override
        public boolean rejoins(TopicCloseReason reason, int failures) {
            throw new IllegalStateException(Canary.USERS);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void read(Recording recording, VisibleTexts texts) throws Exception {
        for (String shown :
                List.of("JoinRefused[response=", "Error[response=", "no longer joins rooms:locked: the server")) {
            if (texts.with(shown).stream().noneMatch(text -> text.contains("reason"))) {
                throw new IllegalStateException("no text shows what the server said: " + shown);
            }
        }
        for (String thrown : List.of(
                "ReplyException: .* refuse on rooms:lobby",
                "JoinFailedException: .* rooms:locked",
                "PushFailedException: .* never to rooms:locked",
                "PushFailedException: .* never to rooms:lobby",
                "RequestLostException: .* never on rooms:locked",
                "RequestLostException: .* never on rooms:lobby",
                "channels\\.MessageOverflowException: .*",
                "ClientEndedException: .* client")) {
            if (!texts.hasLine("(exception|Caused by): dev\\.slipstream\\." + thrown + ".*")) {
                throw new IllegalStateException("no call threw " + thrown);
            }
        }
        List<String> unseen = Arrays.stream(Observation.Problem.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .filter(problem -> texts.with(" " + problem + "[").isEmpty())
                .toList();
        if (!unseen.isEmpty()) {
            throw new IllegalStateException("no client with secrets had the problems " + unseen
                    + "; cause each of them in CanaryProblems, with a secret in every place that may hold one");
        }
        if (texts.with(" OperationDropped[").stream().noneMatch(text -> text.contains("isDone=false, reason=the"))) {
            throw new IllegalStateException("no operation was dropped for a reason");
        }
        Path file = Files.createTempFile("canary", ".jfr");
        try {
            recording.dump(file);
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                if (event.getEventType().getName().startsWith("dev.slipstream.")) {
                    texts.see("flight recorder", event);
                }
            }
        } finally {
            Files.delete(file);
        }
        for (Map.Entry<String, Integer> least : Map.of(
                        "flight recorder", 20, "telemetry", 50, "log of dev.slipstream", 5, "exception", 10)
                .entrySet()) {
            if (texts.count(least.getKey()) < least.getValue()) {
                throw new IllegalStateException(
                        "too few texts were recorded: " + least + ", " + texts.count(least.getKey()));
            }
        }
    }
}
