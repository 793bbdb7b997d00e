package dev.slipstream.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Compression;
import dev.slipstream.core.CompressionTotals;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.transport.contract.RawConnection;
import dev.slipstream.transport.contract.RawFrame;
import dev.slipstream.transport.contract.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed websockets against a server that writes any bytes. */
class NettyCompressionTest {

    private static final String PATH = "/socket/websocket";
    private static final long PATIENCE_SECONDS = 60;
    private static final String PLAIN = "permessage-deflate";
    private static final String HELLO = "f248cdc9c90700";
    private static final int COMPRESSED_TEXT = 0xc1;
    private static final int MANY = 1000;

    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

    private static String[] answer(String extensions) {
        return new String[] {"Sec-WebSocket-Extensions: " + extensions};
    }

    private static RawFrame compressed(String payload) {
        return new RawFrame(COMPRESSED_TEXT, false, HexFormat.of().parseHex(payload));
    }

    /** A server that accepts these extensions, sends these frames, and notes the client's frames. */
    private RawServer sends(String extensions, RawFrame... frames) {
        return RawServer.start(connection -> {
            connection.accept(answer(extensions));
            for (RawFrame frame : frames) {
                connection.write(frame);
            }
            noteFrames(connection);
        });
    }

    private void noteFrames(RawConnection connection) throws IOException {
        RawFrame frame = connection.readFrame();
        while (frame.opcode() != 8) {
            arrived.add(
                    Integer.toHexString(frame.first()) + " " + HexFormat.of().formatHex(frame.payload()));
            frame = connection.readFrame();
        }
        arrived.add("close " + frame.closeCode());
        connection.write(RawFrame.close(frame.payload()));
    }

    private static Websocket open(RawServer server) {
        return open(server, Compression.standard());
    }

    private static Websocket open(RawServer server, Compression compression) {
        return Websocket.open(server.uri("ws", PATH), compression, MANY);
    }

    private String arrived() throws InterruptedException {
        @Nullable String next = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return next == null ? "nothing" : next;
    }

    /** Inflates what clients send, without this library's code. */
    private static final class ServerInflater {

        private final Inflater inflater = new Inflater(true);

        String text(RawFrame frame) {
            if ((frame.first() & 0x40) == 0) {
                return frame.text();
            }
            ByteArrayOutputStream input = new ByteArrayOutputStream();
            input.writeBytes(frame.payload());
            input.writeBytes(new byte[] {0, 0, (byte) 0xff, (byte) 0xff});
            inflater.setInput(input.toByteArray());
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            byte[] part = new byte[1000];
            try {
                for (int count = inflater.inflate(part); count > 0; count = inflater.inflate(part)) {
                    text.write(part, 0, count);
                }
            } catch (DataFormatException e) {
                return "corrupt: " + e.getMessage();
            }
            return text.toString(StandardCharsets.UTF_8);
        }
    }

    // --- negotiation ------------------------------------------------------------------------------------------------

    @Test
    @Tag("deflate-C01")
    void nothingIsOfferedWithoutTheOption() throws Exception {
        CompletableFuture<List<String>> request = new CompletableFuture<>();
        try (RawServer server = RawServer.start(connection -> {
            request.complete(connection.accept());
            noteFrames(connection);
        })) {
            Websocket websocket = Websocket.open(server.uri("ws", PATH));
            websocket.await("opened");
            websocket.send("x".repeat(50));

            assertThat(arrived()).startsWith("81 7878");
            assertThat(request.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-extensions"));
            assertThat(websocket.transport().compressionTotals()).isEmpty();
            websocket.transport().close(1000, "");
        }
    }

    @Test
    @Tag("deflate-C02")
    void serverMayDecline() throws Exception {
        CompletableFuture<List<String>> request = new CompletableFuture<>();
        try (RawServer server = RawServer.start(connection -> {
            request.complete(connection.accept());
            connection.write(RawFrame.text("plain"));
            noteFrames(connection);
        })) {
            Websocket websocket = open(server);
            websocket.await("opened");
            websocket.send("x".repeat(50));

            assertThat(websocket.next()).isEqualTo("plain");
            assertThat(arrived()).startsWith("81 7878");
            assertThat(request.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .contains("Sec-WebSocket-Extensions: permessage-deflate");
            assertThat(websocket.transport().compressionTotals()).isEmpty();
            websocket.transport().close(1000, "");
        }
    }

    @ParameterizedTest
    @Tag("deflate-C03")
    @ValueSource(
            strings = {
                PLAIN,
                "Permessage-Deflate;server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover",
                "permessage-deflate; server_max_window_bits=\"10\""
            })
    void acceptedOfferCompressesBothWays(String extensions) throws Exception {
        try (RawServer server = sends(extensions, compressed(HELLO), compressed(HELLO), RawFrame.text("plain"))) {
            Websocket websocket =
                    open(server, Compression.builder().thresholdBytes(5).build());
            websocket.await("opened");
            websocket.send("Hi");
            websocket.send("Hello Hello Hello");

            assertThat(websocket.next()).isEqualTo("Hello");
            assertThat(websocket.next()).isEqualTo("Hello");
            assertThat(websocket.next()).isEqualTo("plain");
            assertThat(arrived()).isEqualTo("81 4869");
            assertThat(arrived()).startsWith("c1 ");
            websocket.transport().close(1000, "");
            assertThat(websocket.next()).isEqualTo("ended Requested[]");
            assertThat(websocket.transport().compressionTotals().orElseThrow())
                    .satisfies(totals -> assertThat(totals.sentMessages()).isEqualTo(1))
                    .satisfies(totals -> assertThat(totals.receivedMessages()).isEqualTo(2))
                    .extracting(CompressionTotals::receivedCompressedBytes)
                    .isEqualTo(14L);
        }
    }

    @ParameterizedTest
    @Tag("deflate-C04")
    @CsvSource({
        "permessage-deflate; client_max_window_bits=15, 'has client_max_window_bits, which was not offered'",
        "permessage-deflate; nosuch, has an unknown parameter",
        "x-webkit-deflate-frame, names an extension that was not offered",
        "permessage-deflate; server_max_window_bits=16, gives server_max_window_bits no value from 8 to 15"
    })
    void wrongAnswerFailsTheAttemptWith1010(String extensions, String problem) throws Exception {
        try (RawServer server = sends(extensions, RawFrame.text("dropped"))) {
            Websocket websocket = open(server);

            assertThat(websocket.next())
                    .isEqualTo("ended ConnectFailed[failure=HandshakeInvalid[detail=the server's"
                            + " Sec-WebSocket-Extensions " + problem + "; closed with 1010]]");
            assertThat(arrived()).isEqualTo("close 1010");
            assertThat(websocket.isSilent()).isTrue();
        }
    }

    // --- violations -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "c9, '', 1002, it set the bit of a compressed message on a later frame or a control frame",
        "e1, 00, 1002, it set a reserved bit without an extension",
        "c1, ff, 1007, it sent a compressed message that is corrupt",
        "c1, f348cdc9c907000001, 1007, it sent a compressed message that is corrupt",
        "c1, f2, 1007, it sent a compressed message that is corrupt",
        "c1, 000100feffff00, 1007, it sent a text that is not UTF-8"
    })
    @Tag("deflate-C08")
    @Tag("deflate-C12")
    @Tag("deflate-C22")
    void violationEndsTheWebsocketOnce(String first, String payload, int code, String detail) throws Exception {
        RawFrame broken =
                new RawFrame(Integer.parseInt(first, 16), false, HexFormat.of().parseHex(payload));
        try (RawServer server = sends(PLAIN, compressed(HELLO), broken, compressed(HELLO))) {
            Websocket websocket = open(server);
            websocket.await("opened");

            assertThat(websocket.next()).isEqualTo("Hello");
            assertThat(websocket.next())
                    .isEqualTo("ended Failed[failure=ProtocolViolated[code=" + code + ", detail=" + detail + "]]");
            assertThat(arrived()).isEqualTo("close " + code);
            assertThat(websocket.isSilent()).isTrue();
        }
    }

    @Test
    @Tag("deflate-C09")
    void compressedMessageWithoutNegotiationEndsTheWebsocket() throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            connection.accept();
            connection.write(compressed(HELLO));
            noteFrames(connection);
        })) {
            Websocket websocket = open(server);
            websocket.await("opened");

            assertThat(websocket.next()).startsWith("ended Failed[failure=ProtocolViolated[code=1002,");
            assertThat(arrived()).isEqualTo("close 1002");
        }
    }

    @Test
    @Tag("deflate-C10")
    void bombEndsTheWebsocket() throws Exception {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(new byte[9 << 20]);
        byte[] room = new byte[1 << 16];
        int count = deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
        deflater.end();
        String bomb = HexFormat.of().formatHex(room, 0, count - 4);
        try (RawServer server = sends(PLAIN, compressed(HELLO), compressed(bomb), compressed(HELLO))) {
            Websocket websocket = open(server);
            websocket.await("opened");

            assertThat(websocket.next()).isEqualTo("Hello");
            assertThat(websocket.next()).isEqualTo("ended Failed[failure=MessageTooLarge[limit=8388608]]");
            assertThat(arrived()).isEqualTo("close 1009");
            assertThat(websocket.isSilent()).isTrue();
        }
    }

    // --- order ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @Tag("deflate-C17")
    @Tag("deflate-C18")
    @ValueSource(strings = {PLAIN, "permessage-deflate; client_no_context_takeover"})
    void refusedMessagesDoNotChangeTheWindow(String extensions) throws Exception {
        CountDownLatch mayRead = new CountDownLatch(1);
        try (RawServer server = RawServer.start(connection -> {
            connection.accept(answer(extensions));
            mayRead.await();
            ServerInflater reading = new ServerInflater();
            for (RawFrame frame = connection.readFrame(); frame.opcode() != 8; frame = connection.readFrame()) {
                arrived.add((frame.first() & 0x40) + " " + reading.text(frame));
                if (extensions.contains("client_no_context_takeover")) {
                    reading.inflater.reset();
                }
            }
            arrived.add("end");
        })) {
            Websocket websocket = Websocket.open(
                    server.uri("ws", PATH),
                    Compression.builder().thresholdBytes(32).build(),
                    4);
            websocket.await("opened");
            Transport transport = websocket.transport();
            List<String> accepted = new ArrayList<>();
            int refused = 0;
            for (int i = 0; i < 100; i++) {
                String text = "{\"number\":" + i + ",\"text\":\"" + "the same words ".repeat(10) + "\"}";
                if (transport.send(new Frame.Text(text))) {
                    accepted.add("64 " + text);
                } else {
                    refused++;
                    transport.flush();
                }
                if (i % 7 == 6) {
                    transport.flush();
                }
            }
            transport.close(1000, "");
            mayRead.countDown();

            assertThat(refused).isPositive();
            List<String> received = new ArrayList<>();
            for (String next = arrived(); !next.equals("end"); next = arrived()) {
                received.add(next);
            }
            assertThat(received).isEqualTo(accepted);
        }
    }

    /**
     * Two threads call the transport, one at a time, and Netty's thread writes the frames. The server inflates all
     * messages with one window, so a frame that overtakes another one would be corrupt.
     */
    @Test
    @Tag("deflate-C24")
    void messagesAreCompressedInTheOrderOfTheirFrames() throws Exception {
        int messages = 20_000;
        CompletableFuture<String> outcome = new CompletableFuture<>();
        try (RawServer server = RawServer.start(connection -> {
            connection.accept(answer(PLAIN));
            ServerInflater reading = new ServerInflater();
            int[] next = new int[2];
            for (int i = 0; i < messages; i++) {
                String text = reading.text(connection.readFrame());
                int thread = text.charAt(0) - '0';
                if (!text.equals(text(thread, next[thread]))) {
                    outcome.complete("message " + next[thread] + " of thread " + thread + " is " + text);
                    return;
                }
                next[thread]++;
            }
            outcome.complete("in order");
            connection.readUntilClose();
        })) {
            Websocket websocket = open(server);
            websocket.await("opened");
            Transport transport = websocket.transport();
            List<Thread> threads = new ArrayList<>();
            java.util.concurrent.locks.ReentrantLock oneAtATime = new java.util.concurrent.locks.ReentrantLock();
            for (int thread = 0; thread < 2; thread++) {
                int number = thread;
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < messages / 2; ) {
                        oneAtATime.lock();
                        try {
                            i += transport.send(new Frame.Text(text(number, i))) ? 1 : 0;
                            transport.flush();
                        } finally {
                            oneAtATime.unlock();
                        }
                    }
                }));
            }

            assertThat(outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("in order");
            for (Thread thread : threads) {
                thread.join();
            }
            transport.close(1000, "");
        }
    }

    private static String text(int thread, int number) {
        return thread + ",[null,\"" + number + "\",\"rooms:lobby\",\"cursor\",{\"x\":" + number * 7 % 1000 + "}]";
    }

    @Test
    @Tag("deflate-C19")
    void sendingAfterTheEndDoesNothing() throws Exception {
        try (RawServer server = sends(PLAIN, compressed(HELLO))) {
            Websocket websocket = open(server);
            websocket.await("opened");
            assertThat(websocket.next()).isEqualTo("Hello");
            websocket.send("x".repeat(100));
            websocket.transport().close(1000, "");
            assertThat(websocket.next()).isEqualTo("ended Requested[]");

            assertThat(websocket.transport().send(new Frame.Text("y".repeat(100))))
                    .isTrue();
            websocket.transport().flush();

            assertThat(websocket.transport().queuedFrames()).isZero();
            assertThat(websocket.isSilent()).isTrue();
        }
    }
}
