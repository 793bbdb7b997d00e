package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Payload;
import dev.slipstream.core.transport.Frame;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A payload may be a part of its frame's text. {@code retainedBytes} counts the whole text that the payload
 * keeps in memory.
 */
@Tag("F122")
class RetainedBytesTest {

    private static final JacksonSerializer SERIALIZER = JacksonSerializer.standard();

    static Stream<Arguments> frames() {
        String blanks = " ".repeat(1_000_000);
        String long1 = "x".repeat(1_000_000);
        String long2 = "ż".repeat(1_000_000);
        return Stream.of(
                // a small payload of a large frame keeps only its own text, with at most two bytes for each char
                Arguments.of("[null,null,\"t\",\"e\",{}" + blanks + "]", 2, 2),
                Arguments.of("[null,null,\"t\",\"e\"," + blanks + "{}]", 2, 2),
                Arguments.of("[null,null,\"t\",\"e\",{},\"" + long2 + "\"]", 2, 2),
                Arguments.of("[null,null,\"t\",\"" + long1 + "\",{}]", 2, 2),
                Arguments.of("[null,null,\"t\",\"" + long2 + "\",{\"a\":1}]", 7, 7),
                Arguments.of("[null,null,\"t\",\"" + long2 + "\",\"ż\"]", 4, 6),
                Arguments.of(reply("{\"status\":\"ok\",\"response\":{}" + blanks + "}"), 2, 2),
                Arguments.of(reply("{\"x\":\"" + long1 + "\",\"status\":\"ok\",\"response\":1}"), 1, 1),
                Arguments.of(
                        "{\"topic\":\"t\",\"event\":\"e\",\"ref\":null,\"x\":\"" + long1 + "\",\"payload\":[]}", 2, 2),
                // a large payload keeps and counts the whole text of its frame
                Arguments.of("[null,null,\"t\",\"e\",\"" + long1 + "\"]", 1_000_000, 1_000_100),
                Arguments.of("[null,null,\"t\",\"e\",\"\\u0061" + long1 + "\"]", 1_000_000, 1_000_100),
                Arguments.of("[null,null,\"t\",\"e\",\"" + long2 + "\"]", 2_000_000, 2_000_200),
                Arguments.of(
                        "[null,null,\"t\",\"e\",\"" + long1 + "\"" + blanks.substring(100) + "]", 1_999_900, 2_000_000),
                Arguments.of("[null,null,\"ż\",\"e\",\"" + long1 + "\"]", 2_000_000, 2_000_200),
                Arguments.of("[null,null,\"t\",\"e\",\"" + "é".repeat(1_000_000) + "\"]", 1_000_000, 1_000_100),
                // a payload of a small frame keeps the whole frame
                Arguments.of("[null,null,\"t\",\"e\",{}" + " ".repeat(500) + "]", 522, 522));
    }

    private static String reply(String payload) {
        return "[null,\"1\",\"t\",\"phx_reply\"," + payload + "]";
    }

    @ParameterizedTest
    @MethodSource("frames")
    void retainedBytesAreCountedExactly(String frame, long least, long most) throws Exception {
        Payload payload = SERIALIZER.decode(new Frame.Text(frame)).payload();

        assertThat(payload.retainedBytes()).isBetween(least, most).isEqualTo(Texts.bytesOf(payload));
        assertThat(frame).contains(payload.text());
    }
}
