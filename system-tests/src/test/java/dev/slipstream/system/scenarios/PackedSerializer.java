package dev.slipstream.system.scenarios;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A custom format in which every frame is binary. For each part of the message, the frame has a byte that says whether
 * the part is present. If so, the part follows as a Java UTF string. The next byte is the kind of payload. The
 * payload's bytes fill the rest of the frame.
 */
public final class PackedSerializer implements Serializer {

    private static final int JSON = 1;
    private static final int BYTES = 2;

    @Override
    public String vsn() {
        return "7.1.0";
    }

    @Override
    public Payload encode(@Nullable Object value) {
        return JacksonSerializer.standard().encode(value);
    }

    @Override
    public Frame encode(Message message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, message.joinRef());
            write(out, message.ref());
            write(out, message.topic());
            write(out, message.event());
            write(out, message.status());
            boolean isJson = message.payload() instanceof Payload.Json;
            out.writeByte(isJson ? JSON : BYTES);
            out.write(
                    isJson
                            ? message.payload().text().getBytes(StandardCharsets.UTF_8)
                            : message.payload().bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Frame.Binary(bytes.toByteArray());
    }

    @Override
    public Message decode(Frame frame) throws MalformedFrameException {
        if (!(frame instanceof Frame.Binary(byte[] bytes))) {
            throw new MalformedFrameException("a text frame");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String joinRef = read(in);
            String ref = read(in);
            String topic = required(read(in));
            String event = required(read(in));
            String status = read(in);
            Payload payload = in.readByte() == JSON
                    ? JacksonSerializer.standard().raw(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    : Payload.binary(in.readAllBytes());
            return new Message(joinRef, ref, topic, event, payload, status);
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedFrameException("a truncated frame");
        }
    }

    private static String required(@Nullable String part) throws MalformedFrameException {
        if (part == null) {
            throw new MalformedFrameException("a message without topic or event");
        }
        return part;
    }

    private static void write(DataOutputStream out, @Nullable String part) throws IOException {
        out.writeBoolean(part != null);
        if (part != null) {
            out.writeUTF(part);
        }
    }

    private static @Nullable String read(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}
