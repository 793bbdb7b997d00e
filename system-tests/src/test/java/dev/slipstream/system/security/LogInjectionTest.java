package dev.slipstream.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.AwaitEndedException;
import dev.slipstream.JoinFailedException;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.transport.contract.RawConnection;
import dev.slipstream.transport.contract.RawFrame;
import dev.slipstream.transport.contract.RawServer;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.netty.NettyTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server cannot forge log lines or colors, and can fill only a bounded part of a line. */
class LogInjectionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The hostile text, escaped as in JSON. */
    private static final String HOSTILE =
            "FAKE\\r\\nFAKE\\u0000\\u001b[2J\\u0085FAKE\\u2028FAKE\\u2029FAKE\\u202e\\u2066" + "x".repeat(2000);

    private static final String CLOSE_TEXT = "FAKE\r\nFAKE\u0000\u001b[2J\u0085FAKE\u2028FAKE\u2029FAKE\u202e\u2066";

    @ParameterizedTest
    @MethodSource
    void serverTextIsEscapedInLogs(TransportProvider transport, @TempDir Path scratch) throws Exception {
        VisibleTexts texts = new VisibleTexts();
        StartOptions options = StartOptions.builder()
                .transport(transport)
                .telemetry(new TelemetryTexts(texts))
                .build();
        Path file = scratch.resolve("recording.jfr");
        try (Logs logs = Logs.from(Level.ALL, texts);
                Recording recording = new Recording()) {
            recording.enable("dev.slipstream.Handling");
            recording.start();
            try (RawServer server = RawServer.start(LogInjectionTest::serve)) {
                listen(server, options, texts);
            }
            recording.stop();
            recording.dump(file);
        }
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().startsWith("dev.slipstream.")) {
                texts.see("flight recorder", event);
            }
        }

        assertThat(texts.count("exception")).isEqualTo(2);
        assertThat(texts.with("FAKE\\u000d\\u000aFAKE\\u0000\\u001b[2J\\u0085FAKE\\u2028FAKE\\u2029FAKE\\u202e\\u2066"))
                .anyMatch(text -> text.startsWith("log of dev.slipstream.telemetry"))
                .anyMatch(text -> text.startsWith("telemetry"))
                .anyMatch(text -> text.startsWith("flight recorder"))
                .anyMatch(text -> text.startsWith("exception"));
        assertThat(texts.with("FAKE"))
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain("\nFAKE", "\rFAKE", "\u0000", "\u001b", "\u0085", "\u2028", "\u2029", "\u202e")
                        .doesNotContain("\u2066", "x".repeat(257)));
    }

    static Stream<TransportProvider> serverTextIsEscapedInLogs() {
        return Stream.of(new JdkTransportProvider(), new TyrusTransportProvider(), new NettyTransportProvider());
    }

    private static void listen(RawServer server, StartOptions options, VisibleTexts texts) {
        String uri = server.uri("ws", "/socket/websocket").toString();
        try (Session session = Slipstream.open(Configuration.of(uri), options)) {
            session.join("rooms:lobby");
            try {
                session.join("rooms:locked");
            } catch (JoinFailedException e) {
                texts.seeThrown("exception", e);
            }
            session.await(EventMatcher.messageOn("rooms:lobby", "marked"), PATIENCE);
            try {
                session.await(EventMatcher.messageOn("rooms:lobby", "never"), PATIENCE);
            } catch (AwaitEndedException e) {
                texts.seeThrown("exception", e);
                texts.see("text of a reason", e.reason());
            }
        }
    }

    private static void serve(RawConnection connection) throws IOException {
        connection.accept();
        connection.readMessage();
        reply(connection, "1", "s1", "rooms:lobby", "ok");
        connection.readMessage();
        reply(connection, "2", "s2", "rooms:locked", HOSTILE);
        say(connection, "null", "null", "rooms:lobby", HOSTILE, "{}");
        say(connection, "null", "null", HOSTILE, HOSTILE, "{}");
        say(connection, "null", "\"" + HOSTILE + "\"", "rooms:lobby", "phx_reply", "{\"status\":\"" + HOSTILE + "\"}");
        connection.write(RawFrame.text("[\"" + HOSTILE));
        say(connection, "null", "null", "rooms:lobby", "marked", "{}");
        connection.write(RawFrame.close(4000, CLOSE_TEXT));
        connection.readToEnd();
    }

    private static void reply(RawConnection connection, String join, String scripts, String topic, String status)
            throws IOException {
        for (String ref : new String[] {join, scripts}) {
            say(
                    connection,
                    "\"" + ref + "\"",
                    "\"" + ref + "\"",
                    topic,
                    "phx_reply",
                    "{\"status\":\"" + status + "\",\"response\":{}}");
        }
    }

    private static void say(
            RawConnection connection, String joinRef, String ref, String topic, String event, String payload)
            throws IOException {
        connection.write(RawFrame.text("[%s,%s,\"%s\",\"%s\",%s]".formatted(joinRef, ref, topic, event, payload)));
    }
}
