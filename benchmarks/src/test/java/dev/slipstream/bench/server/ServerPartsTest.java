package dev.slipstream.bench.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ServerPartsTest {

    @Test
    void acceptValueMatchesExampleOfRfc6455() {
        assertThat(Upgrade.accept("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void requestIsAnsweredWhenHeadIsComplete() {
        byte[] head = "GET / HTTP/1.1\r\nSec-WebSocket-Key: a\r\n\r\nrest".getBytes(ISO_8859_1);

        assertThat(Upgrade.endOfHead(head, head.length - 5)).isEqualTo(-1);
        assertThat(Upgrade.endOfHead(head, head.length)).isEqualTo(head.length - 4);
        assertThat(new String(Upgrade.answer(new String(head, ISO_8859_1)), ISO_8859_1))
                .startsWith("HTTP/1.1 101 ")
                .contains("Sec-WebSocket-Accept: " + Upgrade.accept("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> Upgrade.answer("GET / HTTP/1.1\r\n\r\n"));
    }

    @Test
    void payloadsHaveRequestedLength() {
        assertThat(Flood.payload(100).getBytes(UTF_8)).hasSize(100);
        assertThat(Flood.payload(1 << 20).getBytes(UTF_8)).hasSize(1 << 20);
        assertThat(Flood.message(3, 100)).hasSameSizeAs(Flood.message(99, 100)).contains("\"bench:003\"");
    }

    @Test
    void frameLengthUsesShortestForm() {
        assertThat(Frames.text(new byte[125])).hasSize(127);
        assertThat(Frames.text(new byte[126])).hasSize(130);
        assertThat(Frames.text(new byte[1 << 16])).hasSize((1 << 16) + 10);
    }
}
