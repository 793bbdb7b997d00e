package dev.slipstream.transport.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.transport.contract.FaultProxy.Ending;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FaultProxyTest {

    private static final int MOMENT_MILLIS = 100;

    private final RawServer server = RawServer.start(connection -> {
        while (true) {
            connection.write(connection.readRequest().getFirst().getBytes(StandardCharsets.US_ASCII));
        }
    });
    private final FaultProxy proxy = FaultProxy.before(server.address());

    @AfterEach
    void close() {
        proxy.close();
        server.close();
        assertThat(proxy.failures()).isEmpty();
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static void write(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
    }

    @Test
    void bytesPassBothWays() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "there and back");
            assertThat(read(socket, 14)).isEqualTo("there and back");
        }
    }

    @Test
    void serverUriIsMappedToProxy() {
        URI uri = URI.create("ws://127.0.0.1:1/socket/websocket?a=%20b");

        assertThat(proxy.through(uri)).hasToString("ws://127.0.0.1:" + proxy.port() + "/socket/websocket?a=%20b");
    }

    @Test
    void bytesHeldBackDuringStallArriveAfterFlow() throws IOException {
        try (Socket socket = connect()) {
            proxy.stall();
            write(socket, "late");
            socket.setSoTimeout(MOMENT_MILLIS);
            assertThatThrownBy(() -> read(socket, 1)).isInstanceOf(SocketTimeoutException.class);

            proxy.flow();
            socket.setSoTimeout(0);
            assertThat(read(socket, 4)).isEqualTo("late");
        }
    }

    @Test
    void injectedBytesPassDuringStall() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "first");
            assertThat(read(socket, 5)).isEqualTo("first");
            proxy.stall();

            proxy.inject(new byte[] {'x'});

            assertThat(read(socket, 1)).isEqualTo("x");
        }
    }

    @Test
    void drippedBytesArriveInOrder() throws IOException {
        try (Socket socket = connect()) {
            proxy.drip(Duration.ofMillis(1));
            write(socket, "drop by drop");
            assertThat(read(socket, 12)).isEqualTo("drop by drop");
        }
    }

    @Test
    void cutIsEndWithoutReset() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "one");
            assertThat(read(socket, 3)).isEqualTo("one");

            proxy.end(Ending.CUT);
            write(socket, "for nobody");

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void endComesAfterGivenBytes() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "one");
            assertThat(read(socket, 3)).isEqualTo("one");
            proxy.endAfter(5, Ending.CUT);

            write(socket, "two and three");

            assertThat(socket.getInputStream().readAllBytes()).hasSize(5);
        }
    }

    @Test
    void resetResetsConnection() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "one");
            assertThat(read(socket, 3)).isEqualTo("one");

            proxy.end(Ending.RESET);

            assertThatThrownBy(() -> read(socket, 1)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void serverStillReadsAfterHalfClose() throws Exception {
        try (Socket socket = connect()) {
            write(socket, "one");
            assertThat(read(socket, 3)).isEqualTo("one");

            proxy.end(Ending.HALF_CLOSE);

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            write(socket, "two"); // after a reset, the next write would fail
            write(socket, "three");
        }
    }

    @Test
    void proxyAcceptsNewConnectionsAgainAfterRefusal() throws IOException {
        try (Socket before = connect()) {
            write(before, "one");
            assertThat(read(before, 3)).isEqualTo("one");
            proxy.refuse();
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            write(before, "yet here");
            assertThat(read(before, 8)).isEqualTo("yet here");

            proxy.accept();
            try (Socket again = connect()) {
                write(again, "again");
                assertThat(read(again, 5)).isEqualTo("again");
            }
        }
    }

    @Test
    void scriptServesOneConnection() throws IOException {
        proxy.serveNext(connection -> connection.write(new byte[] {'s'}));
        try (Socket scripted = connect();
                Socket next = connect()) {
            assertThat(read(scripted, 1)).isEqualTo("s");
            assertThat(scripted.getInputStream().read()).isEqualTo(-1);
            write(next, "server");
            assertThat(read(next, 6)).isEqualTo("server");
            assertThat(proxy.connections()).isEqualTo(2);
        }
    }

    @Test
    void connectionWithoutServerIsReset() throws IOException {
        try (FaultProxy alone = FaultProxy.before(ContractScenario.nobody());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), alone.port())) {
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }
}
