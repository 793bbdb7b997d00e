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

/** The server's side of the frame format: decodes frames to inputs of {@link FakePhoenix}, and encodes messages. */
public final class Framing {

    private final Serializer serializer;
    private final boolean isV2;

    /** Uses this serializer for text frames, and Phoenix's layouts for binary frames. */
    public Framing(Serializer serializer) {
        this(serializer, true);
    }

    private Framing(Serializer serializer, boolean isV2) {
        this.serializer = serializer;
        this.isV2 = isV2;
    }

    /**
     * Chooses the framing for a serializer. In Phoenix's format V2, binary frames of a server and of a client have
     * different layouts. A serializer of another format must use one layout for both directions.
     */
    public static Framing of(Serializer serializer) {
        return serializer.vsn().startsWith("2.") ? new Framing(serializer) : symmetric(serializer);
    }

    /** Uses this serializer for all frames. */
    static Framing symmetric(Serializer serializer) {
        return new Framing(serializer, false);
    }

    /** Decodes a client's frame. A frame that is not a message becomes {@link PhoenixInput.Garbled}. */
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
     * Encodes a frame of the server.
     *
     * @throws IllegalArgumentException if the message does not fit in a frame
     */
    public Frame encode(Message message) {
        return isV2 && message.payload() instanceof Payload.Binary
                ? new Frame.Binary(BinaryLayout.encodeFromServer(message))
                : serializer.encode(message);
    }

    private Message text(String text) throws MalformedFrameException {
        if (!text.stripLeading().startsWith("[")) {
            throw new MalformedFrameException("not a JSON array, as V2 requires");
        }
        Message message = serializer.decode(new Frame.Text(text));
        if (message.status() == null) {
            return message;
        }
        // The serializer decodes for clients, so it has split the payload of phx_reply. For a server, phx_reply is an
        // ordinary event, so this code restores the payload.
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("status", message.status());
        payload.put("response", message.payload());
        return Message.of(
                message.joinRef(), message.ref(), message.topic(), message.event(), serializer.encode(payload));
    }

    /** Decodes a binary frame. Phoenix decodes an empty join_ref or ref as an empty string, not as null. */
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
