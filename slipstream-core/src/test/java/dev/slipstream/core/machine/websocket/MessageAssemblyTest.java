package dev.slipstream.core.machine.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageAssemblyTest {

    /** The first and last characters that take one, two, three and four bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"\u007f", "\u0080", "\u07ff", "\u0800", "\uffff", "\ud800\udc00", "a\u0080\u0800"})
    void textCountsItsUtf8Bytes(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;

        assertThat(new MessageAssembly(bytes).text(text, true)).isEqualTo(new Frame.Text(text));
        MessageAssembly smaller = new MessageAssembly(bytes - 1);
        assertThat(smaller.text(text, true)).isNull();
        assertThat(smaller.failure()).isEqualTo(new Failure.MessageTooLarge(bytes - 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void partsOfAnySizeAreJoined(int size) {
        byte[] message = new byte[100];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) i;
        }
        MessageAssembly assembly = new MessageAssembly(message.length);
        Frame whole = null;
        for (int start = 0; start < message.length; start += size) {
            int length = Math.min(size, message.length - start);
            whole = assembly.binary(ByteBuffer.wrap(message, start, length), start + length == message.length);
        }

        assertThat(whole)
                .isInstanceOfSatisfying(
                        Frame.Binary.class, binary -> assertThat(binary.bytes()).isEqualTo(message));
    }
}
