package dev.slipstream.system.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Socket;
import dev.slipstream.transport.contract.RawServer;
import dev.slipstream.transport.contract.RawServer.Script;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import dev.slipstream.transport.tyrus.container.ChannelOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With Tyrus, an attempt that is cancelled leaves no line of a library in the user's log. */
class CancelledAttemptLogTest {

    private static final long PATIENCE_SECONDS = 60;

    /**
     * With so many clients, some close in the few microseconds in which Grizzly, the network library of Tyrus,
     * configures the socket.
     */
    private static final int CLIENTS = 200;

    private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
    private final List<Logger> loggers = List.of(Logger.getLogger("org.glassfish"), Logger.getLogger("dev.slipstream"));
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void watchTheLog() {
        handler.setLevel(Level.INFO);
        for (Logger logger : loggers) {
            logger.addHandler(handler);
            logger.setUseParentHandlers(false); // keeps the build's output clean
        }
    }

    @AfterEach
    void stopWatching() {
        for (Logger logger : loggers) {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }

    /** A client that connects at once, and records why attempts end. */
    private record Connecting(Configuration configuration, BlockingQueue<DisconnectReason> ends)
            implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(configuration);
        }

        @Override
        public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
            ends.add(reason);
            return socket;
        }
    }

    private static RunningClient start(RawServer server, String scheme, Duration connectTimeout) {
        return start(server, scheme, connectTimeout, new LinkedBlockingQueue<>());
    }

    private static RunningClient start(
            RawServer server, String scheme, Duration connectTimeout, BlockingQueue<DisconnectReason> ends) {
        Configuration configuration = Configuration.builder(
                        server.uri(scheme, "/socket/websocket").toString())
                .connectTimeout(connectTimeout)
                .reconnectBackoff(Backoff.exact(List.of(Duration.ofDays(1)))) // one attempt for each client
                .build();
        StartOptions options =
                StartOptions.builder().transport(new TyrusTransportProvider()).build();
        return Slipstream.start(new Connecting(configuration, ends), options);
    }

    /** Waits until Tyrus has shut down its idle threads, so that no line can follow. */
    private static void awaitEndOfTyrus() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("slipstream-tyrus"))) {
            assertThat(System.nanoTime()).as("Tyrus's threads end").isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void configuringAClosedSocketLogsNothing() throws Exception {
        TCPNIOTransport grizzly = TCPNIOTransportBuilder.newInstance().build();
        SocketChannel closed = SocketChannel.open();
        closed.close();

        new ChannelOptions().postConfigure(grizzly, closed);

        assertThat(lines).isEmpty();
        TCPNIOTransport.DEFAULT_CHANNEL_CONFIGURATOR.postConfigure(grizzly, closed);
        assertThat(lines).as("lines of Grizzly's own configurator").isNotEmpty();
    }

    /** The server reads the request, or the TLS ClientHello, and never answers. */
    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void clientThatClosesDuringTheHandshakeLogsNothing(String scheme) throws Exception {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        Script silent = connection -> {
            if (scheme.equals("ws")) {
                connection.readRequest();
            }
            reached.complete(null);
            connection.readToEnd();
        };
        try (RawServer server = RawServer.start(silent);
                RunningClient client = start(server, scheme, Duration.ofMinutes(2))) {
            reached.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

            client.close();

            awaitEndOfTyrus();
            assertThat(server.failures()).isEmpty();
        }
        assertThat(lines).isEmpty();
    }

    /** The clients close as soon as the server has accepted TCP. Grizzly may still be configuring the socket then. */
    @Test
    void clientsThatCloseWhenTcpHasConnectedLogNothing() throws Exception {
        BlockingQueue<Boolean> accepted = new LinkedBlockingQueue<>();
        Script silent = connection -> {
            accepted.add(true);
            connection.readToEnd();
        };
        try (RawServer server = RawServer.start(silent)) {
            for (int i = 0; i < CLIENTS; i++) {
                RunningClient client = start(server, "ws", Duration.ofMinutes(2));
                assertThat(accepted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
                client.close();
            }
            awaitEndOfTyrus();
        }
        assertThat(lines).isEmpty();
    }

    /** The user did not ask for the end of this attempt, so the client logs the failure. */
    @Test
    void attemptThatTimesOutLogsOneLineOfThisLibrary() throws Exception {
        BlockingQueue<DisconnectReason> ends = new LinkedBlockingQueue<>();
        try (RawServer server = RawServer.start(connection -> connection.readToEnd());
                RunningClient client = start(server, "ws", Duration.ofMillis(200), ends)) {
            assertThat(ends.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(DisconnectReason.ConnectFailed.class);
            client.close();
            awaitEndOfTyrus();
        }
        assertThat(lines)
                .singleElement()
                .extracting(line -> line.getLevel() + ": " + line.getMessage())
                .asString()
                .startsWith("WARNING: client ")
                .contains(": attempt 1 to connect failed: no answer within 200 ms: check the address");
    }
}
