package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.Frame;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * {@code Socket.collectGarbage} calls the serializer. The call is only a hint, so an exception of the serializer has no
 * effect.
 */
class SpareBuffersTest {

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();
    private final AtomicInteger asked = new AtomicInteger();

    /** Counts the calls of {@code collectGarbage}, and throws. */
    private final class ThrowingSerializer implements Serializer {

        @Override
        public String vsn() {
            return FakeSocket.JSON.vsn();
        }

        @Override
        public Payload encode(@Nullable Object value) {
            return FakeSocket.JSON.encode(value);
        }

        @Override
        public Frame encode(Message message) {
            return FakeSocket.JSON.encode(message);
        }

        @Override
        public Message decode(Frame frame) throws MalformedFrameException {
            return FakeSocket.JSON.decode(frame);
        }

        @Override
        public void collectGarbage() {
            asked.incrementAndGet();
            throw new IllegalStateException("cannot collect garbage");
        }
    }

    @Test
    void throwingCollectGarbageDoesNotEndConnection() {
        LobbyClient client = new LobbyClient(journal)
                .onInit(socket -> socket.collectGarbage().connect(FakeTransports.configuration()))
                .onConnect(socket -> socket.collectGarbage().join("rooms:lobby"));
        try (RunningClient running = Slipstream.start(
                client,
                transports.builder().serializer(new ThrowingSerializer()).build())) {
            journal.expect("joined");
            assertThat(running.socket().isConnected()).isTrue();
        }
        assertThat(asked).hasValue(1);
    }
}
