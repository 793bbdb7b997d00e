package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.BinaryLayout;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.Frame;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes frames to inputs of {@link FakePhoenix}, and encodes messages: the server's side of the format. */
public final class Framing {

    private final Serializer serializer;
    private final boolean isV2;

    /** Reads and writes text as this serializer does. */
    public Framing(Serializer serializer) {
        this(serializer, true);
    }

    private Framing(Serializer serializer, boolean isV2) {
        this.serializer = serializer;
        this.isV2 = isV2;
    }

    /**
     * Reads and writes what this serializer understands. In Phoenix's own format, V2, a server's binary frames have another
     * layout than a client's; any other format must do both alike.
     */
    public static Framing of(Serializer serializer) {
        return serializer.vsn().startsWith("2.") ? new Framing(serializer) : ofItsOwn(serializer);
    }

    /** Reads and writes all frames as this serializer does. */
    static Framing ofItsOwn(Serializer serializer) {
        return new Framing(serializer, false);
    }

    /** Reads a client's frame; one that is no message makes an input, too. */
    public PhoenixInput decode(int connection, Frame frame) {
        try {
            if (!isV2) {
                return new PhoenixInput.Received(connection, serializer.decode(frame));
            }
            return new PhoenixInput.Received(
                    connection,
                    switch (frame) {
                        case Frame.Text(String text) -> text(text);
                        case Frame.Binary(byte[] bytes) -> binary(bytes);
                    });
        } catch (MalformedFrameException e) {
            return new PhoenixInput.Garbled(connection);
        }
    }

    /**
     * Writes a frame of the server.
     *
     * @throws IllegalArgumentException if no frame can hold it
     */
    public Frame encode(Message message) {
        return isV2 && message.payload() instanceof Payload.Binary
                ? new Frame.Binary(BinaryLayout.encodeFromServer(message))
                : serializer.encode(message);
    }

    private Message text(String text) throws MalformedFrameException {
        if (!text.stripLeading().startsWith("[")) {
            throw new MalformedFrameException("an object or less, of V1 or of nothing");
        }
        Message message = serializer.decode(new Frame.Text(text));
        if (message.status() == null) {
            return message;
        }
        // A client reads phx_reply as a reply; for a server it is an event like any other.
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("status", message.status());
        payload.put("response", message.payload());
        return Message.of(
                message.joinRef(), message.ref(), message.topic(), message.event(), serializer.encode(payload));
    }

    /** Phoenix takes an empty name for what it is, and not for an absent one. */
    private static Message binary(byte[] bytes) throws MalformedFrameException {
        Message message = BinaryLayout.decodeFromClient(bytes);
        return Message.of(
                orEmpty(message.joinRef()),
                orEmpty(message.ref()),
                message.topic(),
                message.event(),
                message.payload());
    }

    private static String orEmpty(@Nullable String name) {
        return name == null ? "" : name;
    }
}
