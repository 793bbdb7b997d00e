package dev.slipstream.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.BinaryLayout;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Client and server decode any bytes as the table in {@link BinaryLayout} says, or refuse them. A decoded message of a
 * client encodes to the same frame again. A decoded message of a server encodes to a frame that decodes to an equal
 * message.
 */
public final class BinaryFrames implements Target {

    private static final int PUSH = 0;
    private static final int REPLY = 1;
    private static final int BROADCAST = 2;

    @Override
    public void accept(byte[] frame) throws MalformedFrameException {
        Message fromServer = read(() -> BinaryLayout.decodeFromServer(frame));
        assertThat(fromServer).isEqualTo(eager(frame, false));
        if (fromServer != null) {
            byte[] again = BinaryLayout.encodeFromServer(fromServer);
            assertThat(BinaryLayout.decodeFromServer(again)).isEqualTo(fromServer);
        }
        Message fromClient = read(() -> BinaryLayout.decodeFromClient(frame));
        assertThat(fromClient).isEqualTo(eager(frame, true));
        if (fromClient != null) {
            assertThat(BinaryLayout.encodeFromClient(fromClient)).isEqualTo(frame);
        }
    }

    private interface Reader {
        Message read() throws MalformedFrameException;
    }

    private static @Nullable Message read(Reader reader) {
        try {
            return reader.read();
        } catch (MalformedFrameException refused) {
            assertThat(refused).hasMessageContaining("binary frame").hasNoCause();
            return null;
        }
    }

    /** Decodes by the table in {@link BinaryLayout}, with one buffer and a strict UTF-8 decoder. */
    private static @Nullable Message eager(byte[] frame, boolean ofClient) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        try {
            int kind = bytes.get();
            int names = ofClient
                    ? (kind == PUSH ? 4 : -1)
                    : switch (kind) {
                        case PUSH -> 3;
                        case REPLY -> 4;
                        case BROADCAST -> 2;
                        default -> -1;
                    };
            if (names < 0) {
                return null;
            }
            byte[] lengths = new byte[names];
            bytes.get(lengths);
            List<String> read = new ArrayList<>();
            for (byte length : lengths) {
                byte[] name = new byte[length & 0xff];
                bytes.get(name);
                read.add(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(name))
                        .toString());
            }
            byte[] rest = new byte[bytes.remaining()];
            bytes.get(rest);
            return message(kind, ofClient, read, Payload.binary(rest));
        } catch (BufferUnderflowException | CharacterCodingException refused) {
            return null;
        }
    }

    private static Message message(int kind, boolean ofClient, List<String> names, Payload payload) {
        if (ofClient) {
            return Message.of(orNull(names.get(0)), orNull(names.get(1)), names.get(2), names.get(3), payload);
        }
        return switch (kind) {
            case PUSH -> Message.of(orNull(names.get(0)), null, names.get(1), names.get(2), payload);
            case REPLY ->
                new Message(
                        orNull(names.get(0)),
                        orNull(names.get(1)),
                        names.get(2),
                        Message.REPLY,
                        payload,
                        orNull(names.get(3)));
            default -> Message.of(null, null, names.get(0), names.get(1), payload);
        };
    }

    private static @Nullable String orNull(String name) {
        return name.isEmpty() ? null : name;
    }
}
