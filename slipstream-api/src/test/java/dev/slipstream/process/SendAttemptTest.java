package dev.slipstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Failure;
import dev.slipstream.core.machine.connection.ConnectionInput;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.serializer.SerializerProvider;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Transport;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The failures of pushes that the transport or the serializer refuses. */
class SendAttemptTest {

    private static final int FRAMES = 64;
    private static final int BYTES = 10_000;

    private static final Serializer JSON = ServiceLoader.load(SerializerProvider.class)
            .findFirst()
            .orElseThrow()
            .serializer();
    private static final Message MESSAGE = Message.of("1", "2", "rooms:1", "shout", JSON.encode(Map.of()));

    /** A transport whose outbound queue is full, with this many frames. */
    private record Full(int queuedFrames) implements Transport {

        @Override
        public boolean send(Frame frame) {
            return false;
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void flush() {}

        @Override
        public void close(int code, String text) {}

        @Override
        public void resumeReading() {}
    }

    private static Failure failure(ConnectionInput input) {
        return ((ConnectionInput.SendRefused) input).failure();
    }

    /**
     * Frames of 200 bytes reach the bound on bytes first, and frames of 20 bytes reach the bound on frames first. A
     * transport that does not count its frames reports 0.
     */
    @ParameterizedTest
    @CsvSource({
        "20, 64, FRAMES",
        "20, 40, FRAMES",
        "20, 31, BYTES",
        "20, 1, BYTES",
        "20, 0, FRAMES",
        "200, 64, FRAMES",
        "200, 50, BYTES",
        "200, 1, BYTES",
        "200, 0, FRAMES"
    })
    void overflowNamesTheBoundThatWasReached(int chars, int queued, String bound) {
        SendAttempt attempt = new SendAttempt(MESSAGE, JSON, FRAMES, BYTES);
        Failure failure = failure(attempt.refusal(new Frame.Text("x".repeat(chars)), new Full(queued)));

        assertThat(failure)
                .isEqualTo(
                        bound.equals("FRAMES")
                                ? new Failure.Overflow("the outbound queue", FRAMES)
                                : new Failure.Overflow("the bytes in the outbound queue", BYTES));
    }

    @Test
    void refusedFrameIsReported() {
        assertThat(failure(new SendAttempt(MESSAGE, JSON, FRAMES, BYTES).with(new Full(FRAMES))))
                .isEqualTo(new Failure.Overflow("the outbound queue", FRAMES));
    }

    @Test
    void frameLargerThanTheQueueCanNeverBeSent() {
        SendAttempt attempt = new SendAttempt(MESSAGE, JSON, FRAMES, BYTES);

        assertThat(failure(attempt.refusal(new Frame.Text("x".repeat(BYTES + 1)), new Full(0))))
                .isEqualTo(new Failure.Unencodable("it has 10001 bytes, but Configuration.maxOutboundBytes is 10000"));
    }

    /** The message of another serializer may quote a payload, so the failure names only the class. */
    @Test
    void messageOfForeignSerializerIsNotShown() {
        Throwable foreign = new IllegalArgumentException("canary");
        foreign.setStackTrace(new StackTraceElement[] {new StackTraceElement("com.example.Codec", "encode", null, 1)});

        assertThat(failure(SendAttempt.unencodable(MESSAGE, foreign)))
                .isEqualTo(new Failure.Unencodable("java.lang.IllegalArgumentException"));
        assertThat(failure(SendAttempt.unencodable(MESSAGE, new IllegalArgumentException("a name is too long"))))
                .isEqualTo(new Failure.Unencodable("a name is too long"));
    }
}
