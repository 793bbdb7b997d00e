package dev.slipstream.core.machine.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameReaderTest {

    private final ReadFrames read = new ReadFrames();
    private final FrameReader reader = new FrameReader(1_000);

    @Test
    void framesOfTheRfc() {
        assertThat(read("810548656c6c6f")).isTrue(); // RFC 6455 section 5.7
        assertThat(read("010348656c" + "80026c6f")).isTrue();
        assertThat(read("890548656c6c6f")).isTrue();
        assertThat(read("8a0548656c6c6f")).isTrue();

        assertThat(read.calls).containsExactly("text Hello", "text Hello", "ping 48656c6c6f", "pong 48656c6c6f");
    }

    @ParameterizedTest
    @CsvSource({
        "c1, sent",
        "a1, sent",
        "91, sent",
        "83, sent",
    })
    void badFirstByteIsRefusedAtOnce(String bytes, String ignored) {
        assertThat(read(bytes)).isFalse();

        assertThat(read.calls).singleElement().asString().startsWith("broken 1002 ");
    }

    @ParameterizedTest
    @CsvSource({
        "8180, masked",
        "897e, more than 125",
        "8801, half",
        "817e007d, too many bytes",
        "817f000000000000ffff, too many bytes",
        "827f8000000000000000, highest bit"
    })
    void badHeaderIsRefusedAtOnce(String bytes, String problem) {
        assertThat(read(bytes)).isFalse();

        assertThat(read.calls)
                .singleElement()
                .asString()
                .startsWith("broken 1002 ")
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource({"827e03e9", "827f0000000000010000", "817f7fffffffffffffff", "817f0000000100000000"})
    void lengthAboveTheBoundIsRefusedBeforeThePayload(String bytes) {
        assertThat(read(bytes)).isFalse();

        assertThat(read.calls).containsExactly("broken 1009 sent a message of more than 1000 bytes");
    }

    @Test
    void nothingIsReadAfterACloseFrame() {
        assertThat(read("8802" + "03e9" + "810548656c6c6f")).isFalse();
        assertThat(read("810548656c6c6f")).isFalse();

        assertThat(read.calls).containsExactly("close 1001 ");
    }

    private boolean read(String hex) {
        return reader.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), read);
    }
}
