package dev.slipstream.core.machine.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what real Phoenix servers sent on compressed websockets. */
class CompressedCaptureTest {

    private static final Path CAPTURES =
            Path.of("..", "testing", "slipstream-testkit-server", "src", "test", "resources", "captures");
    private static final String RAW = "< raw ";
    private static final String ANSWER = "= header sec-websocket-extensions: ";

    private static List<String> lines(String server, String scenario) throws IOException {
        return Files.readAllLines(CAPTURES.resolve(server).resolve(scenario + ".txt"));
    }

    /** The frames of the capture, as the reader reports them. */
    private static List<String> expected(List<String> lines) {
        List<String> expected = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("< text ") || line.startsWith("< binary ") || line.startsWith("< pong ")) {
                expected.add(line.substring(2));
            } else if (line.startsWith("< close ")) {
                expected.add(line.substring(2).replace("\"", ""));
            }
        }
        return expected;
    }

    /**
     * The recorded client offered {@code client_max_window_bits}, but our client never does. So this test does not
     * check the server's answer to the offer.
     */
    @ParameterizedTest
    @Tag("deflate-C23")
    @ValueSource(strings = {"phoenix-1.7.24-bandit", "phoenix-1.8.12-bandit"})
    void bytesOfTheServerGiveTheRecordedMessages(String server) throws IOException {
        List<String> lines = lines(server, "deflate_handshake");
        ReadFrames read = new ReadFrames();
        FrameReader reader = new FrameReader(
                1 << 20,
                new MessageInflater(
                        new ZipDeflate(), new DeflateParameters(false, false, 15), new CompressionCounter()));

        for (String line : lines) {
            if (line.startsWith(RAW)) {
                reader.read(ByteBuffer.wrap(HexFormat.of().parseHex(line.substring(RAW.length()))), read);
            }
        }
        reader.end();

        assertThat(read.calls).hasSize(7).isEqualTo(expected(lines));
    }

    /** The servers' answers to those recorded offers that our client makes, too. */
    @ParameterizedTest
    @Tag("deflate-C20")
    @ValueSource(strings = {"phoenix-1.7.24-bandit", "phoenix-1.8.12-bandit"})
    void answersOfTheServersAreAccepted(String server) throws IOException {
        List<String> lines = lines(server, "deflate_param_variants");
        int checked = 0;
        for (Compression compression : List.of(
                Compression.standard(),
                Compression.builder().contextTakeover(false).build(),
                Compression.builder().serverWindowBits(10).build(),
                Compression.builder().serverWindowBits(8).build())) {
            DeflateOffer offer = new DeflateOffer(compression);
            int asked = lines.indexOf("> header Sec-WebSocket-Extensions: " + offer.value());
            String answer = lines.get(asked + 2);
            assertThat(answer).as(offer.value()).startsWith(ANSWER);

            assertThat(offer.answer(List.of(answer.substring(ANSWER.length()))))
                    .isInstanceOfSatisfying(
                            DeflateAnswer.Accepted.class,
                            accepted -> assertThat(accepted.parameters()).hasToString(offer.value()));
            checked++;
        }
        assertThat(checked).isEqualTo(4);
    }
}
