package dev.slipstream.transport.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.machine.websocket.FrameReader;
import dev.slipstream.core.machine.websocket.FrameSink;
import dev.slipstream.core.transport.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of {@link Rfc6455Contract}, read by core's frame reader without any socket. */
class FrameReaderCasesTest {

    private static final int BOUND = 8 << 20;
    /** How many bytes at the beginning of a long input are read one by one. */
    private static final int BEGINNING = 11;

    private static final int SHORT = 300;

    /** The reader refuses these frames by their length alone. A library may wait for the payload instead. */
    private static final Set<String> CLAIMED_LENGTHS = Set.of(
            "5.2 a length of 2^62 bytes",
            "5.2 a length of 2^31 bytes, more than an array can hold",
            "5.2 a length of 2^32 bytes, which is 0 if cut to 32 bits");

    @TestFactory
    Stream<DynamicTest> caseIsReadAtOnceAndInParts() {
        return Rfc6455Contract.all().map(played -> DynamicTest.dynamicTest(played.name(), () -> check(played)));
    }

    private static void check(FrameCase played) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        played.frames().forEach(joined::writeBytes);
        byte[] bytes = joined.toByteArray();
        boolean ends = played.has(FrameCase.FINISH) || played.has(FrameCase.RESET);

        check(played, ends, ByteBuffer.wrap(bytes));
        int cuts = bytes.length <= SHORT ? bytes.length : BEGINNING;
        ByteBuffer[] singly = new ByteBuffer[cuts];
        for (int cut = 0; cut < cuts; cut++) {
            check(played, ends, ByteBuffer.wrap(bytes, 0, cut), ByteBuffer.wrap(bytes, cut, bytes.length - cut));
            singly[cut] = ByteBuffer.wrap(bytes, cut, cut < cuts - 1 ? 1 : bytes.length - cut);
        }
        check(played, ends, singly);
    }

    private static void check(FrameCase played, boolean ends, ByteBuffer... parts) {
        CaseSink sink = new CaseSink();
        FrameReader reader = new FrameReader(played.limit().orElse(BOUND));
        boolean continues = true;
        for (ByteBuffer part : parts) {
            continues = reader.read(part, sink);
        }
        assertThat(continues).isEqualTo(sink.end.isEmpty());

        String expected = CLAIMED_LENGTHS.contains(played.name())
                ? "too large"
                : played.expected().end();
        boolean isUnfinished = expected.equals(FrameOutcome.OPEN) || expected.equals(FrameOutcome.WAITS) || ends;
        assertThat(sink.end).as(played.name()).isEqualTo(isUnfinished ? "" : expected);
        assertThat(sink.messages).isEqualTo(played.expected().messages());
        if (expected.equals(FrameOutcome.OPEN)) {
            assertThat(sink.pings).isEqualTo(played.pings());
        }
    }

    /** Describes what was read, in the notation of the cases. */
    private static final class CaseSink implements FrameSink {

        private final List<FrameOutcome.Message> messages = new ArrayList<>();
        private final List<String> pings = new ArrayList<>();
        private String end = "";

        @Override
        public void message(Frame message) {
            messages.add(FrameOutcome.Message.of(message));
        }

        @Override
        public void pinged(byte[] payload) {
            pings.add(FrameOutcome.bytes(payload));
        }

        @Override
        public void ponged(byte[] payload) {}

        @Override
        public void closeReceived(int code, String text) {
            end += FrameOutcome.closed(code, text);
        }

        @Override
        public void protocolBroken(int code, String problem) {
            end += code == 1009 ? "too large" : "violated " + code;
        }
    }
}
