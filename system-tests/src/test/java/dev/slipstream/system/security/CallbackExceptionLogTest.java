package dev.slipstream.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** The log lines after a callback has thrown. */
class CallbackExceptionLogTest {

    private static final int THROWS = 5_000;

    private final VisibleTexts texts = new VisibleTexts();

    /**
     * A client that never connects. Its {@code handleInfo} does what the message says: it makes a mistake, throws or
     * stops.
     */
    private static class Thrower implements SlipstreamClient {

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            return switch (message.toString()) {
                case "misuse" -> socket.push("room:3", "shout", Map.of());
                case "null" -> nothing();
                case "stop" -> socket.stop(new StopReason.Normal());
                case "memory" -> throw new OutOfMemoryError("planned");
                default ->
                    throw new IllegalStateException("the text of the user", new ArithmeticException("the cause"));
            };
        }

        @SuppressWarnings("NullAway") // returns the null that a callback must not return
        private static Socket nothing() {
            return null;
        }
    }

    private void run(SlipstreamClient client, String... messages) {
        StartOptions options = StartOptions.builder()
                .name("lobby")
                .transport(new JdkTransportProvider())
                .build();
        try (Logs logs = Logs.from(Level.INFO, texts)) {
            RunningClient running = Slipstream.start(client, options);
            for (String message : messages) {
                running.send(message);
            }
            running.whenStopped()
                    .toCompletableFuture()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        }
    }

    private String only(String text) {
        assertThat(texts.with(text)).hasSize(1);
        return texts.with(text).get(0);
    }

    @Test
    void exceptionOfCallbackIsLoggedWhole() {
        run(new Thrower(), "throw", "stop");

        assertThat(only("threw"))
                .contains("SEVERE")
                .containsPattern(
                        "client lobby [0-9a-f]{8}: handleInfo threw, its operations are discarded, and the client"
                                + " continues: java.lang.IllegalStateException: the text of the user")
                .contains("at ", "Thrower.handleInfo", "Caused by: java.lang.ArithmeticException: the cause");
    }

    @Test
    void exceptionsOfTheLibraryNameTheRemedy() {
        run(new Thrower(), "misuse", "null", "stop");

        assertThat(only("IllegalStateException: "))
                .contains("cannot push to room:3: it was never joined, or closed so long ago that it is forgotten; call"
                        + " join first");
        assertThat(only("NullPointerException: "))
                .containsPattern("handleInfo of client lobby [0-9a-f]{8} returned null; return the socket of its last"
                        + " operation, or the one that it received");
    }

    /** The caller of {@code run} gets the exception, so the client does not log it. */
    @Test
    void exceptionOfAFunctionPassedToRunIsNotLogged() {
        try (Logs logs = Logs.from(Level.ALL, texts);
                RunningClient client = Slipstream.start(
                        new Thrower(),
                        StartOptions.builder()
                                .transport(new JdkTransportProvider())
                                .build())) {
            for (String message : List.of("misuse", "null", "throw")) {
                assertThat(client.run(socket -> new Thrower().handleInfo(message, socket))
                                .handle((done, thrown) -> thrown)
                                .toCompletableFuture()
                                .orTimeout(60, TimeUnit.SECONDS)
                                .join())
                        .isNotNull();
            }
        }

        assertThat(texts.with("log of dev.slipstream: ")).isEmpty();
    }

    @Test
    void furtherExceptionsOfCallbackAreCounted() {
        String[] messages = new String[THROWS + 1];
        java.util.Arrays.fill(messages, "throw");
        messages[THROWS] = "stop";
        run(new Thrower(), messages);

        assertThat(texts.with("the text of the user")).hasSize(1);
        assertThat(only(" more in the last "))
                .contains("handleInfo threw java.lang.IllegalStateException (" + (THROWS - 1) + " more in the last ");
        assertThat(texts.count()).isEqualTo(2);
    }

    @Test
    void exceptionThatEndsClientIsLoggedWhole() {
        run(new Thrower(), "memory");
        assertThat(only("has ended")).contains(" has ended: java.lang.OutOfMemoryError: planned", "Thrower.handleInfo");
    }

    @Test
    void exceptionOfInitEndsClientAndIsLoggedWhole() {
        run(new Thrower() {
            @Override
            public Socket init(Socket socket) {
                throw new IllegalStateException("no settings");
            }
        });
        assertThat(only("has ended")).contains(" has ended: java.lang.IllegalStateException: no settings", ".init(");
    }

    @Test
    void exceptionOfHandleFailureEndsClientAndIsLoggedWhole() {
        run(
                new Thrower() {
                    @Override
                    public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
                        throw new IllegalStateException("no plan for " + cause);
                    }
                },
                "throw");
        assertThat(only("has ended"))
                .contains(" has ended: java.lang.IllegalStateException: no plan for handleInfo", ".handleFailure(");
    }
}
