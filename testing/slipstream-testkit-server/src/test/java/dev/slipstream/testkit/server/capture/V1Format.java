package dev.slipstream.testkit.server.capture;

import dev.slipstream.core.Payload;
import dev.slipstream.core.TypeRef;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Phoenix's format V1, for the captures of V1 sessions. A message is a JSON object with the keys {@code topic},
 * {@code event}, {@code payload} and {@code ref}. A client may add {@code join_ref}; the server never sends it.
 */
record V1Format() implements Serializer {

    private static final JacksonSerializer JSON = JacksonSerializer.standard();

    @Override
    public String vsn() {
        return "1.0.0";
    }

    @Override
    public Payload encode(@Nullable Object value) {
        return JSON.encode(value);
    }

    @Override
    public Frame encode(Message message) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("event", message.event());
        object.put(
                "payload",
                message.status() == null
                        ? message.payload()
                        : Map.of("response", message.payload(), "status", message.status()));
        object.put("ref", message.ref());
        object.put("topic", message.topic());
        return new Frame.Text(JSON.encode(object).text());
    }

    /** Decodes a frame of the client. Binary frames are decoded as JSON too, because Phoenix does so. */
    @Override
    public Message decode(Frame frame) throws MalformedFrameException {
        String text = switch (frame) {
            case Frame.Text(String json) -> json;
            case Frame.Binary(byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
        };
        if (!text.startsWith("{")) {
            throw new MalformedFrameException("not a JSON object, as V1 requires");
        }
        Map<String, @Nullable Object> object = JSON.raw(text).as(new TypeRef<>() {});
        if (!object.keySet().containsAll(List.of("topic", "event", "payload", "ref"))) {
            throw new MalformedFrameException("a key is missing; Phoenix crashes on such a frame of V1");
        }
        return Message.of(
                (String) object.get("join_ref"),
                (String) object.get("ref"),
                String.valueOf(object.get("topic")),
                String.valueOf(object.get("event")),
                JSON.encode(object.get("payload")));
    }
}
