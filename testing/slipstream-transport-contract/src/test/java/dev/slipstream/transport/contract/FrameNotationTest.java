package dev.slipstream.transport.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameNotationTest {

    /** The first seven lines are the examples of RFC 6455 section 5.7. Only the masking key differs from the RFC. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "text \"Hello\", 810548656c6c6f",
                "text- \"Hel\", 010348656c",
                "continuation \"lo\", 80026c6f",
                "ping \"Hello\", 890548656c6c6f",
                "masked text \"Hello\", 8185010203044967 6f686e",
                "binary 126*x01 claiming 256, 827e0100",
                "binary 65536*x01, 827f0000000000010000",
                "binary claiming 2^62, 827f4000000000000000",
                "binary claiming -1, 827fffffffffffffffff",
                "text \"x\" in 16 bits, 817e000178",
                "text in 64 bits, 817f0000000000000000",
                "text 2*\"a\\\"\" x00, 81056122612200",
                "text \"\\u20ac\", 8103e282ac",
                "close 1000 \"x\", 880303e878",
                "close, 8800",
                "rsv1 rsv3 opcodef- x00, 5f0100",
                "raw x817e, 817e",
            })
    void lineIsParsedAsFrame(String line, String beginning) {
        String hex = HexFormat.of().formatHex(FrameNotation.bytes(line));

        assertThat(hex).startsWith(beginning.replace(" ", ""));
    }

    @Test
    void invalidNotationIsRejected() {
        assertThatThrownBy(() -> FrameNotation.bytes("txet \"x\"")).hasMessage("no opcode: txet");
        assertThatThrownBy(() -> FrameCase.parse(List.of("5.2 a case", "    text")))
                .hasMessageContaining("5.2 a case");
        assertThatThrownBy(() -> FrameCase.parse(List.of("5.2 a case", "    text", "    = nothing")))
                .hasMessage("no end: nothing");
    }

    @Test
    void repeatedLinesAreExpanded() {
        FrameCase read = FrameCase.parse(List.of("5.4 a case", "    3*ping \"p\"", "    2*= text \"x\"", "    = open"))
                .getFirst();

        assertThat(read.frames()).hasSize(3);
        assertThat(read.pings()).containsExactly("p", "p", "p");
        assertThat(read.expected().messages()).hasSize(2);
    }
}
