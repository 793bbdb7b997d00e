package dev.slipstream.system.bad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Reply;
import dev.slipstream.core.StopReason;
import dev.slipstream.transport.contract.RawFrame;
import dev.slipstream.transport.contract.RawServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server sends, the client reports the right event once, and works afterwards. */
@Execution(ExecutionMode.CONCURRENT)
class BadInputTest {

    private static final String MISMATCH = "handleMessage threw PayloadMismatchException";

    private static final String NO_CODE = "no code";

    private static final String MASKED = "a masked frame";

    private static final String OK = "{\"status\":\"ok\",\"response\":%s}";

    static Stream<Arguments> frames() {
        return overEach(
                text("malformed JSON", "{"),
                text("empty text", ""),
                text("an object", "{\"topic\":\"room:a\"}"),
                text("a number", "17"),
                text("null", "null"),
                text("too few elements", "[null,null,\"room:a\",\"count\"]"),
                text("an array of nothing", "[]"),
                text("a topic of a wrong type", "[null,null,7,\"count\",{\"n\":1}]"),
                text("an event of a wrong type", "[null,null,\"room:a\",{},{\"n\":1}]"),
                text("no event", "[null,null,\"room:a\",null,{\"n\":1}]"),
                text("a ref of a wrong type", "[null,{},\"room:a\",\"count\",{\"n\":1}]"),
                text("much nesting", "[".repeat(100_000)),
                text("a topic never joined", "[null,null,\"room:b\",\"count\",{\"n\":1}]"),
                text("a join never sent", "[\"99\",null,\"room:a\",\"count\",{\"n\":1}]"),
                text("an end of a join never sent", "[\"99\",\"99\",\"room:a\",\"phx_error\",{}]"),
                text("an end of a topic never joined", "[\"99\",\"99\",\"room:b\",\"phx_close\",{}]"),
                text("a reply to nothing", "[null,\"99\",\"room:a\",\"phx_reply\"," + OK.formatted("{}") + "]"),
                text(
                        "an unexpected heartbeat reply",
                        "[null,\"98\",\"phoenix\",\"phx_reply\"," + OK.formatted("{}") + "]"),
                binary("empty bytes", ""),
                binary("a truncated push", "0001"),
                binary("names longer than the frame", "00ffffff61"),
                binary("a truncated reply", "01010106"),
                binary("an unknown kind", "09010101616161"),
                frame("a ping", RawFrame.ping("ping")),
                frame("an unexpected pong", RawFrame.pong("pong")),
                text("a payload of another shape", message("{\"n\":\"one\"}"), MISMATCH),
                text("a list for a payload", message("[1,2]"), MISMATCH),
                text("a string for a payload", message("\"n\""), MISMATCH),
                binary("bytes for a payload", "020605" + "726f6f6d3a61" + "636f756e74" + "ff", MISMATCH),
                text("a payload that fits", message("{\"n\":1}"), "count 1"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("frames")
    void invalidFrameIsIgnored(Library library, String name, RawFrame frame, List<String> recorded) throws Exception {
        List<String> expected = new ArrayList<>(List.of("connected", "joined"));
        expected.addAll(recorded);
        expected.add("ok {}");

        assertRecorded(library, expected, Room.answering((connection, asked) -> {
            connection.write(frame);
            Room.answer(connection, asked);
        }));
    }

    static Stream<Arguments> framesOverALimit() {
        String deep = "[".repeat(1001) + "]".repeat(1001);
        return overEach(
                text("a payload that nests 1001 deep", message(deep)),
                text(
                        "a response that nests 1001 deep",
                        "[null,\"99\",\"room:a\",\"phx_reply\"," + OK.formatted(deep) + "]"),
                text(
                        "a payload of V1 that nests 1001 deep",
                        "{\"topic\":\"room:a\",\"event\":\"count\",\"ref\":null,\"payload\":" + deep + "}"),
                text("a number of 1001 digits", message("{\"n\":" + "7".repeat(1001) + "}")),
                text("a key of 50001 chars", message("{\"" + "k".repeat(50_001) + "\":1}")),
                text("a key with a lone surrogate", message("{\"\\ud800\":1}")));
    }

    /**
     * Frames over a limit are dropped and counted. In an earlier version, ten such frames ended the connection, and
     * each later connection too.
     */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("framesOverALimit")
    @Tag("F128")
    void framesOverALimitNeverEndTheConnection(Library library, String name, RawFrame frame, List<String> recorded)
            throws Exception {
        assertRecorded(library, List.of("connected", "joined", "ok {}"), Room.answering((connection, asked) -> {
            for (int i = 0; i < 25; i++) {
                connection.write(frame);
            }
            Room.answer(connection, asked);
        }));
    }

    static Stream<Arguments> replies() {
        return overEach(
                arguments(OK.formatted("null"), "ok null"),
                arguments(OK.formatted("[1]"), "ok [1]"),
                arguments(OK.formatted("\"yes\""), "ok \"yes\""),
                arguments(OK.formatted("17"), "ok 17"),
                arguments("{\"status\":\"error\",\"response\":null}", "error null"),
                arguments("{\"status\":\"later\",\"response\":{}}", "later {}"),
                arguments("{\"response\":{}}", "no reply: ReplyInvalid"),
                arguments("{}", "no reply: ReplyInvalid"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("replies")
    void anyReplyIsTheOnlyOutcome(Library library, String payload, String outcome) throws Exception {
        assertRecorded(library, List.of("connected", "joined", outcome), Room.answering((connection, asked) -> {
            Room.reply(connection, asked, payload);
            Room.reply(connection, asked, payload);
        }));
    }

    static Stream<Arguments> ends() {
        return overEach(
                        end("1000", "closed 1000", last(RawFrame.close(1000, ""))),
                        end("1001", "closed 1001", last(RawFrame.close(1001, "bye"))),
                        end("1011", "closed 1011", last(RawFrame.close(1011, ""))),
                        end("4000", "closed 4000", last(RawFrame.close(4000, ""))),
                        end(NO_CODE, "closed 1005", last(RawFrame.close(new byte[0]))),
                        end("999, an invalid code", "lost: ProtocolViolated", last(RawFrame.close(999, ""))),
                        end("no close frame", "lost: ConnectionLost", (connection, asked) -> connection.finish()),
                        end("a reset", "lost: ConnectionLost", (connection, asked) -> connection.reset()),
                        end(
                                MASKED,
                                "lost: ProtocolViolated",
                                last(RawFrame.text("[]").withMask())),
                        end(
                                "a reserved opcode",
                                "lost: ProtocolViolated",
                                last(new RawFrame(0x83, false, new byte[0]))),
                        end("ten frames of garbage", "lost: ProtocolViolated", (connection, asked) -> {
                            for (int i = 0; i < 10; i++) {
                                connection.write(RawFrame.text("garbage"));
                            }
                            connection.readToEnd();
                        }))
                .filter(end -> end.get()[0] instanceof Library library
                        && (library.refusesMaskedFrames() || !end.get()[1].equals(MASKED)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("ends")
    void endIsReportedOnce(Library library, String name, String recorded, Room.Answering answer) throws Exception {
        assertRecorded(
                library,
                List.of(
                        "connected",
                        "joined",
                        "no reply: Disconnected",
                        name.equals(NO_CODE) ? library.withoutCode() : recorded,
                        "connected",
                        "joined",
                        "ok {}"),
                Room.answering(answer));
    }

    static Stream<Arguments> handshakes() {
        return overEach(
                handshake("HandshakeRefused 403", connection -> connection.refuse("403 Forbidden", "")),
                handshake("HandshakeRefused 404", connection -> connection.refuse("404 Not Found", "no such path")),
                handshake(
                        "HandshakeRefused 200",
                        connection -> connection.refuse("200 OK", "<html></html>", "Content-Type: text/html")),
                handshake("HandshakeInvalid", connection -> {
                    connection.readRequest();
                    connection.write(connection.answerWithKey("wrong"));
                }),
                handshake("ConnectionLost", connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 101 Switching".getBytes(StandardCharsets.US_ASCII));
                    throw new IOException("closed during the response");
                }));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("handshakes")
    void failedAttemptIsReportedOnce(Library library, String failure, RawServer.Script script) throws Exception {
        assertRecorded(
                library,
                List.of("not connected: " + failure, "connected", "joined", "ok {}"),
                Room.refusing(connection -> {
                    script.serve(connection);
                    throw new IOException("TCP ends");
                }));
    }

    @ParameterizedTest
    @EnumSource
    void handshakeTimeoutIsReportedOnce(Library library) throws Exception {
        CompletableFuture<RecordingClient> silentTo = new CompletableFuture<>();
        Room room = Room.normal();
        try (RawServer server = RawServer.start(connection -> {
            silentTo.join().awaitDisconnect();
            room.serve(connection);
        })) {
            Configuration patient = configuration(server);
            RecordingClient client = new RecordingClient(
                    patient.toBuilder().connectTimeout(Duration.ofMillis(300)).build(), patient);
            silentTo.complete(client);

            assertRecorded(
                    library, List.of("not connected: ConnectTimedOut", "connected", "joined", "ok {}"), client, server);
        }
    }

    private static void assertRecorded(Library library, List<String> expected, Room room) throws Exception {
        try (RawServer server = RawServer.start(room)) {
            assertRecorded(library, expected, new RecordingClient(configuration(server)), server);
        }
    }

    private static Configuration configuration(RawServer server) {
        return Configuration.builder(server.uri("ws", "/socket/websocket").toString())
                .connectTimeout(RecordingClient.PATIENCE)
                .joinTimeout(RecordingClient.PATIENCE)
                .requestTimeout(RecordingClient.PATIENCE)
                .reconnectBackoff(Backoff.exact(List.of(Duration.ofMillis(10))))
                .build();
    }

    private static void assertRecorded(Library library, List<String> expected, RecordingClient client, RawServer server)
            throws Exception {
        try (RunningClient running = Slipstream.start(
                client, StartOptions.builder().transport(library.provider()).build())) {
            assertThat(client.awaitMark()).as("recorded " + client.recorded()).isTrue();
            Reply reply = running.request("room:a", "echo", Map.of())
                    .toCompletableFuture()
                    .get(RecordingClient.PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(reply).isInstanceOf(Reply.Ok.class);
            assertThat(client.recorded()).isEqualTo(expected);
            running.stop(new StopReason.Shutdown());
            assertThat(running.whenStopped()
                            .toCompletableFuture()
                            .get(RecordingClient.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(new StopReason.Shutdown());
        }
        assertThat(server.failures()).isEmpty();
    }

    // --- cases ------------------------------------------------------------------------------------------------------

    private static Stream<Arguments> overEach(Arguments... cases) {
        return Stream.of(Library.values())
                .flatMap(library -> Stream.of(cases)
                        .map(one -> Arguments.of(Stream.concat(Stream.of(library), Stream.of(one.get()))
                                .toArray())));
    }

    private static String message(String payload) {
        return "[null,null,\"room:a\",\"count\"," + payload + "]";
    }

    private static Arguments text(String name, String text, String... recorded) {
        return arguments(name, RawFrame.text(text), List.of(recorded));
    }

    private static Arguments binary(String name, String hex, String... recorded) {
        return arguments(name, RawFrame.binary(HexFormat.of().parseHex(hex)), List.of(recorded));
    }

    private static Arguments frame(String name, RawFrame frame) {
        return arguments(name, frame, List.of());
    }

    private static Arguments end(String name, String recorded, Room.Answering answer) {
        return arguments(name, recorded, answer);
    }

    /** Sends one frame, and then only reads. */
    private static Room.Answering last(RawFrame frame) {
        return (connection, asked) -> {
            connection.write(frame);
            connection.readToEnd();
        };
    }

    private static Arguments handshake(String failure, RawServer.Script script) {
        return arguments(failure, script);
    }
}
