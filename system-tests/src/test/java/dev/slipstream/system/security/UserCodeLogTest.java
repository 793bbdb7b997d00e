package dev.slipstream.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RestartPolicy;
import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.Payload;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import dev.slipstream.system.RoomChannel;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The log shows exceptions of suppliers, policies, backoffs and listeners as it shows exceptions of callbacks: whole,
 * once for each cause, and then counted.
 */
class UserCodeLogTest {

    private static final String LOBBY = "rooms:lobby";
    private static final String NAME = "user-code";
    private static final Backoff SOON = Backoff.exact(List.of(Duration.ofMillis(5)));

    private final PhoenixServer server = PhoenixServer.start(RoomChannel.endpoint());
    private final VisibleTexts texts = new VisibleTexts();
    private final Logs logs = Logs.from(Level.WARNING, texts);
    private final AtomicInteger calls = new AtomicInteger();
    /** How many calls of user code throw. */
    private int failures = 1;

    @BeforeEach
    void begin() {
        assertThat(texts.count()).isZero();
    }

    @AfterEach
    void end() {
        logs.close();
        server.close();
    }

    private record Lobby(Configuration configuration, JoinOptions options) implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(configuration).joinWith(LOBBY, options);
        }
    }

    private Lobby lobby(UnaryOperator<Configuration.Builder> change) {
        Configuration.Builder builder = Configuration.builder(server.uri() + "?token=" + RoomChannel.TOKEN)
                .reconnectBackoff(SOON)
                .rejoinBackoff(SOON);
        return new Lobby(
                change.apply(builder).build(),
                JoinOptions.builder().params(Map.of()).build());
    }

    /** The option {@code quiet} turns off only the log of problems. Exceptions of user code are still logged. */
    private static StartOptions.Builder options() {
        return StartOptions.builder().name(NAME).quiet().transport(new JdkTransportProvider());
    }

    private static void awaitJoin(RunningClient client) {
        client.whenJoined(LOBBY)
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private void run(Lobby lobby) {
        try (RunningClient client = Slipstream.start(lobby, options().build())) {
            awaitJoin(client);
        }
    }

    private void runWithCut(Lobby lobby) {
        try (RunningClient client = Slipstream.start(lobby, options().build())) {
            awaitJoin(client);
            server.cutConnections();
            texts.await("threw, and", Duration.ofSeconds(60));
        }
    }

    private void throwIfPlanned() {
        if (calls.incrementAndGet() <= failures) {
            throw new IllegalStateException("the text of the user", new ArithmeticException("the cause"));
        }
    }

    private Credentials credentials() {
        throwIfPlanned();
        return Credentials.none();
    }

    private void isLoggedWhole(String what) {
        assertThat(texts.with("threw, and"))
                .singleElement()
                .asString()
                .contains("SEVERE: client " + NAME + " ")
                .contains(": " + what + ": java.lang.IllegalStateException: the text of the user")
                .contains(
                        "throwIfPlanned(UserCodeLogTest.java:", "Caused by: java.lang.ArithmeticException: the cause");
    }

    private void isCounted(String cause) {
        assertThat(texts.with(" more in the last "))
                .singleElement()
                .asString()
                .containsPattern("SEVERE: client " + NAME + " .*, " + cause + " threw java.lang.IllegalStateException"
                        + " \\(" + (failures - 1) + " more in the last \\d+ s\\)");
    }

    @Test
    void supplierOfCredentialsThatThrows() {
        run(lobby(builder -> builder.credentialsSupplier(attempt -> CompletableFuture.completedFuture(credentials()))));

        isLoggedWhole("the supplier of credentials threw, and the attempt to connect failed");
        assertThat(texts.count()).isEqualTo(1);
    }

    @Test
    void supplierOfCredentialsWhoseStageFails() {
        run(lobby(builder -> builder.credentialsSupplier(attempt -> CompletableFuture.supplyAsync(this::credentials))));

        isLoggedWhole("the supplier of credentials threw, and the attempt to connect failed");
    }

    @Test
    void furtherExceptionsAreCounted() {
        failures = 5;
        run(lobby(builder -> builder.credentialsSupplier(attempt -> CompletableFuture.completedFuture(credentials()))));

        isLoggedWhole("the supplier of credentials threw, and the attempt to connect failed");
        isCounted("the supplier of credentials");
        assertThat(texts.count()).isEqualTo(2);
    }

    @Test
    void supplierOfParamsThatThrows() {
        JoinOptions supplied = JoinOptions.builder()
                .paramsSupplier(attempt -> {
                    throwIfPlanned();
                    return CompletableFuture.completedFuture(Map.of());
                })
                .build();
        run(new Lobby(lobby(builder -> builder).configuration(), supplied));

        isLoggedWhole("the supplier of params of rooms:lobby threw, and the join failed");
    }

    @Test
    void policyThatThrows() {
        runWithCut(lobby(builder -> builder.reconnectPolicy(new ReconnectPolicy() {
            @Override
            public Decision reconnects(DisconnectReason reason, Tries tries) {
                throwIfPlanned();
                return Decision.BACKOFF;
            }

            @Override
            public boolean rejoins(TopicCloseReason reason, int failures) {
                return false;
            }
        })));

        isLoggedWhole("ReconnectPolicy.reconnects threw, and the client uses the default");
    }

    @Test
    void backoffThatThrows() {
        runWithCut(lobby(builder -> builder.reconnectBackoff((attempt, wasEstablished) -> {
            throwIfPlanned();
            return SOON.window(attempt, wasEstablished);
        })));

        isLoggedWhole("Configuration.reconnectBackoff threw, and the client uses the default");
    }

    @Test
    void listenerThatThrows() {
        failures = 5;
        StartOptions options =
                options().telemetry(observation -> throwIfPlanned()).build();
        try (RunningClient client = Slipstream.start(lobby(builder -> builder), options)) {
            awaitJoin(client);
        }

        isLoggedWhole("its telemetry listener threw, and the client continues");
        isCounted("the telemetry listener");
    }

    @Test
    void supplierOfClientsThatThrows() {
        Lobby lobby = lobby(builder -> builder);
        AtomicInteger made = new AtomicInteger();
        RunningClient client = Slipstream.start(
                () -> {
                    if (made.incrementAndGet() > 1) {
                        throwIfPlanned();
                    }
                    return lobby;
                },
                options().restart(RestartPolicy.PERMANENT).build());
        awaitJoin(client);
        client.stop(new StopReason.Normal());
        client.whenStopped()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();

        isLoggedWhole("the supplier of clients threw, and the client ends");
    }

    /** The key of a timer. The state machine calls {@code hashCode} while it applies the operations of a callback. */
    private final class Key {

        @Override
        public int hashCode() {
            throwIfPlanned();
            return 1;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }
    }

    @Test
    void keyOfATimerThatThrows() {
        RunningClient client =
                Slipstream.start(lobby(builder -> builder), options().build());
        awaitJoin(client);
        CompletionStage<Void> unused = client.run(socket ->
                socket.sendAfter("a key", Duration.ofHours(1), "never").cancel(new Key()));
        client.whenStopped()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();

        assertThat(texts.with(" has ended"))
                .singleElement()
                .asString()
                .contains("SEVERE: client " + NAME + " ")
                .contains(
                        " has ended, because an object of user code threw: java.lang.IllegalStateException: the text of"
                                + " the user")
                .contains("Key.hashCode(UserCodeLogTest.java:", "Caused by: java.lang.ArithmeticException: the cause");
    }

    /** The message of a serializer's exception may quote a payload, so only the class and the stack trace are logged. */
    @Test
    void serializerWhoseDecodeThrows() {
        Serializer serializer = new NullDereferencing(JacksonSerializer.standard());
        try (RunningClient client = Slipstream.start(
                lobby(builder -> builder), options().serializer(serializer).build())) {
            texts.await("in decode", Duration.ofSeconds(60));
        }

        assertThat(texts.with("in decode"))
                .singleElement()
                .asString()
                .contains("WARNING: client " + NAME + " ")
                .contains("the serializer threw in decode, and the frame is dropped; decode must throw"
                        + " MalformedFrameException for a frame that is not a message: java.lang.NullPointerException")
                .contains("NullDereferencing.decode(UserCodeLogTest.java:")
                .doesNotContain("the text of the user");
        assertThat(texts.with("Phoenix server")).isEmpty();
    }

    private record NullDereferencing(Serializer ours) implements Serializer {

        @Override
        public String vsn() {
            return ours.vsn();
        }

        @Override
        public Payload encode(@Nullable Object value) {
            return ours.encode(value);
        }

        @Override
        public Frame encode(Message message) {
            return ours.encode(message);
        }

        @Override
        public Message decode(Frame frame) {
            throw new NullPointerException("the text of the user");
        }
    }

    /**
     * An exception of the log's handler must not replace the supplier's answer, because the client waits for this
     * answer.
     */
    @Test
    void handlerOfTheLogThatThrowsHarmsNothing() {
        Handler broken = new Handler() {
            @Override
            public void publish(LogRecord line) {
                throw new IllegalStateException("the disk is full");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.slipstream");
        logger.addHandler(broken);
        try {
            Lobby lobby = lobby(builder -> builder.credentialsTimeout(Duration.ofHours(1))
                    .credentialsSupplier(attempt -> CompletableFuture.completedFuture(credentials())));
            run(lobby);
        } finally {
            logger.removeHandler(broken);
        }
    }
}
