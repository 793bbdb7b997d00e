package dev.slipstream.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.transport.contract.RawFrame;
import dev.slipstream.transport.contract.RawServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Faults that are typical of transports over Netty, and that no test of the transport contract covers. */
class NettyPitfallsTest {

    private static final String PATH = "/socket/websocket";
    private static final long PATIENCE_SECONDS = 60;
    private static final String LOST = "ended Failed[failure=ConnectionLost[detail=TCP ended without a close frame]]";

    private static RawServer echo() {
        return RawServer.start(connection -> {
            connection.accept();
            connection.echo();
        });
    }

    /**
     * The transport uses neither Netty's resolver nor its event loop groups, because they start the thread
     * {@code globalEventExecutor}, which lives for 1 s.
     */
    @Test
    void noThreadOutlivesTheLoops() throws Exception {
        try (RawServer server = echo()) {
            Websocket websocket = Websocket.open(
                    URI.create("ws://localhost:" + server.address().getPort() + PATH));
            websocket.await("opened");
            List<Thread> loops = threads("slipstream-netty");
            assertThat(loops).isNotEmpty();
            websocket.transport().close(1000, "");
            assertThat(websocket.next()).isEqualTo("ended Requested[]");
            for (Thread loop : loops) {
                loop.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
                assertThat(loop.isAlive()).as(loop.getName()).isFalse();
            }

            assertThat(threads("globalEventExecutor")).isEmpty();
        }
    }

    /**
     * The listener may send messages inside {@code opened}. If Netty's HTTP codec were still in the pipeline, it would
     * refuse these messages silently.
     */
    @Test
    void messagesSentInsideOpenedArrive() throws Exception {
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        try (RawServer server = RawServer.start(connection -> {
            List<String> request = connection.readRequest();
            connection.write(connection.answer(request), RawFrame.ping("p").bytes());
            arrived.add(connection.readMessage().text());
            arrived.add(connection.readMessage().text());
            connection.echo();
        })) {
            for (int i = 0; i < 50; i++) {
                Websocket websocket = Websocket.open(server.uri("ws", PATH), transport -> {
                    transport.send(new Frame.Text("first"));
                    transport.flush();
                    transport.send(new Frame.Text("second"));
                    transport.flush();
                });
                websocket.await("opened");

                assertThat(arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("first");
                assertThat(arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("second");
                websocket.transport().close(1000, "");
                websocket.await("pinged");
            }
        }
    }

    @Test
    void callsAfterTheLoopsEndedDoNothing() throws Exception {
        try (RawServer server = echo()) {
            Websocket websocket = Websocket.open(server.uri("ws", PATH));
            websocket.await("opened");
            Transport transport = websocket.transport();
            transport.close(1000, "");
            websocket.next();
            for (Thread loop : threads("slipstream-netty")) {
                loop.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            }

            assertThat(transport.send(new Frame.Text("late"))).isTrue();
            transport.flush();
            transport.resumeReading();
            transport.close(1000, "");

            assertThat(transport.queuedFrames()).isZero();
            assertThat(websocket.isSilent()).isTrue();
        }
    }

    @Test
    void endOfTcpIsNoticedWhileReadingIsPaused() throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            connection.accept();
            connection.readFrame();
            connection.write(RawFrame.text("one").bytes(), RawFrame.text("two").bytes());
            connection.readFrame();
            connection.write(RawFrame.text("three"));
            connection.finish();
            connection.readToEnd();
        })) {
            Websocket websocket = paused(server);
            assertThat(websocket.next()).isEqualTo("one");
            assertThat(websocket.isSilent()).isTrue();
            websocket.send("end");

            assertThat(websocket.next()).isEqualTo("two");
            assertThat(websocket.next()).isEqualTo("three");
            assertThat(websocket.next()).isEqualTo(LOST);
        }
    }

    @Test
    void pingIsAnsweredWhileReadingIsPaused() throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            connection.accept();
            connection.readFrame();
            connection.write(RawFrame.text("one"));
            connection.readFrame();
            connection.write(RawFrame.ping("p"));
            RawFrame pong = connection.readFrame();
            connection.write(RawFrame.close(1000, pong.text()));
            connection.readToEnd();
        })) {
            Websocket websocket = paused(server);
            assertThat(websocket.next()).isEqualTo("one");
            websocket.send("ping me");

            assertThat(websocket.next()).isEqualTo("pinged");
            assertThat(websocket.next()).isEqualTo("ended Closed[code=1000, text=p]");
        }
    }

    /** During a pause the transport still reads about 64 KiB ahead. After the pause it continues where it stopped. */
    @Test
    void messagesBehindAPauseArriveInOrderBeforeTheEnd() throws Exception {
        int messages = 2000;
        byte[] large = new byte[1 << 10];
        try (RawServer server = RawServer.start(connection -> {
            connection.accept();
            connection.readFrame();
            for (int i = 0; i < messages; i++) {
                connection.write(
                        RawFrame.text(i + " ").bytes(), RawFrame.binary(large).bytes());
            }
            connection.finish();
            connection.readToEnd();
        })) {
            Websocket websocket = paused(server);
            assertThat(websocket.next()).isEqualTo("0 ");
            websocket.goOn(true);
            websocket.transport().resumeReading();

            for (int i = 1; i < messages; i++) {
                assertThat(websocket.next()).isEqualTo("1024 bytes");
                assertThat(websocket.next()).isEqualTo(i + " ");
            }
            assertThat(websocket.next()).isEqualTo("1024 bytes");
            assertThat(websocket.next()).isEqualTo(LOST);
        }
    }

    private static Websocket paused(RawServer server) throws InterruptedException {
        Websocket websocket = Websocket.open(server.uri("ws", PATH));
        websocket.await("opened");
        websocket.goOn(false);
        websocket.send("go");
        return websocket;
    }

    /** One write for many frames costs one system call, and the server reads all frames in one read. */
    @Test
    void messagesOfAFlushAreWrittenTogether() throws Exception {
        int messages = 100;
        int frameBytes = 2 + Integer.BYTES + "message".length();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Websocket websocket = Websocket.open(URI.create("ws://127.0.0.1:" + server.getLocalPort() + PATH));
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write(response(socket));
                socket.getOutputStream().write(RawFrame.text("go").bytes());
                websocket.await("go"); // until the websocket is open, messages may be written separately
                for (int i = 0; i < messages; i++) {
                    assertThat(websocket.transport().send(new Frame.Text("message")))
                            .isTrue();
                }
                websocket.transport().flush();
                byte[] read = new byte[messages * frameBytes * 2];

                assertThat(socket.getInputStream().read(read)).isEqualTo(messages * frameBytes);
            }
            assertThat(websocket.next()).isEqualTo(LOST);
        }
    }

    /** Reads the request, and returns the response that opens the websocket. */
    private static byte[] response(Socket socket) throws Exception {
        BufferedReader request =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String key = "";
        for (String line = request.readLine(); !line.isEmpty(); line = request.readLine()) {
            key = line.startsWith("Sec-WebSocket-Key: ") ? line.substring(19) : key;
        }
        byte[] hash = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
                        + "Sec-WebSocket-Accept: "
                        + Base64.getEncoder().encodeToString(hash)
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name))
                .toList();
    }
}
