package dev.slipstream.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RestartPolicy;
import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log line names the client, its URI without the query, and the cause. */
class LogLinesTest {

    private static final String QUERY = "token=canary";

    /** A client that connects to a port where nothing listens, because the test needs no connection. */
    private static final class Lobby implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(Configuration.of("ws://localhost:1/socket/websocket?" + QUERY));
        }

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            return switch (message.toString()) {
                case "misuse" -> socket.push("rooms:1", "ping", "{}");
                case "end" -> socket.stop(new StopReason.Failed(new IllegalStateException("planned")));
                default -> {
                    socket.join("rooms:1");
                    yield socket;
                }
            };
        }
    }

    private static void run(VisibleTexts texts, StartOptions.Builder options, Consumer<RunningClient> program) {
        try (Logs logs = Logs.from(Level.INFO, texts)) {
            RunningClient client = Slipstream.start(
                    Lobby::new, options.transport(new JdkTransportProvider()).build());
            program.accept(client);
            client.whenStopped()
                    .toCompletableFuture()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        }
        assertThat(texts.with("canary")).isEmpty();
    }

    @Test
    void linesNameTheClientItsEndpointAndTheCause() {
        VisibleTexts texts = new VisibleTexts();
        Telemetry broken = observation -> {
            throw new IllegalStateException("the text of the listener");
        };
        run(texts, StartOptions.builder().name("lobby").telemetry(broken), client -> {
            client.send("lose");
            client.send("misuse");
            client.send("end");
        });

        String client = "client lobby [0-9a-f]{8} \\(ws://localhost:1/socket/websocket\\)";
        assertThat(texts.with("because it returned an older socket"))
                .singleElement()
                .asString()
                .containsPattern(client + ": handleInfo lost 1 operation\\(s\\)");
        assertThat(texts.with("its telemetry listener threw"))
                .singleElement()
                .asString()
                .containsPattern("client lobby [0-9a-f]{8}: its telemetry listener threw, and the client continues:"
                        + " java.lang.IllegalStateException: the text of the listener");
        assertThat(texts.with("handleInfo threw"))
                .singleElement()
                .asString()
                .containsPattern(client + ": handleInfo threw, its operations are discarded, and the client continues:"
                        + " java.lang.IllegalStateException: cannot push to rooms:1");
        assertThat(texts.with("has ended"))
                .singleElement()
                .asString()
                .containsPattern(client + " has ended: java.lang.IllegalStateException: planned");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void clientWithoutNameIsIdentifiedByItsTrace(boolean isNull) {
        VisibleTexts texts = new VisibleTexts();
        Telemetry broken = new Telemetry() {
            @Override
            public Telemetry ofClient(String trace) {
                if (isNull) {
                    return null;
                }
                throw new IllegalStateException("the text of the listener");
            }

            @Override
            public void observed(Observation observation) {}
        };
        run(texts, StartOptions.builder().telemetry(broken), client -> client.send("end"));

        assertThat(texts.with("its telemetry listener threw"))
                .singleElement()
                .asString()
                .containsPattern(
                        "client [0-9a-f]{8}: its telemetry listener threw, and the client gets no listener: java.lang.");
        assertThat(texts.with(" has ended: java.lang.IllegalStateException"))
                .singleElement()
                .asString()
                .containsPattern("client [0-9a-f]{8} \\(ws://localhost:1/socket/websocket\\) has ended");
    }

    @Test
    void restartLineNamesClientAndReason() {
        VisibleTexts texts = new VisibleTexts();
        RestartPolicy once = RestartPolicy.TRANSIENT.atMost(1, Duration.ofHours(1));
        run(texts, StartOptions.builder().name("lobby").restart(once), client -> {
            client.send("end");
            texts.await("is restarted", Duration.ofSeconds(60));
            client.close();
        });

        assertThat(
                        texts.with(
                                " (ws://localhost:1/socket/websocket) is restarted, because it ended: Failed[java.lang.IllegalStateException]"))
                .hasSize(1);
    }
}
