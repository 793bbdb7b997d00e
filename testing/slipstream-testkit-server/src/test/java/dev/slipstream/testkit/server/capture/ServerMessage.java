package dev.slipstream.testkit.server.capture;

import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A recorded message of a server, parsed independently of the code under test. A text frame is a JSON array. A binary
 * frame follows Phoenix's V2 serializer: its first byte is 0 for a push, 1 for a reply and 2 for a broadcast.
 *
 * @param status the status of a reply; null for another message
 * @param content the formatted response of a reply, or the formatted payload of another message
 */
record ServerMessage(
        @Nullable String joinRef,
        @Nullable String ref,
        String topic,
        String event,
        @Nullable String status,
        String content) {

    /**
     * Parses a text frame. Returns null if the frame is not a JSON array with a string topic and a string event. A ref
     * may be a number.
     */
    static @Nullable ServerMessage of(String text) {
        Object read = JacksonSerializer.standard().raw(text).as(Object.class);
        if (!(read instanceof List<?> parts)
                || !(parts.get(2) instanceof String topic)
                || !(parts.get(3) instanceof String event)) {
            return null;
        }
        String ref = ref(parts.get(1));
        boolean isReply = ref != null && event.equals("phx_reply") && parts.get(4) instanceof Map<?, ?>;
        Map<?, ?> reply = isReply ? (Map<?, ?>) parts.get(4) : Map.of();
        return new ServerMessage(
                ref(parts.get(0)),
                ref,
                topic,
                event,
                (String) reply.get("status"),
                Printed.json(isReply ? reply.get("response") : parts.get(4)));
    }

    private static @Nullable String ref(@Nullable Object part) {
        return part == null ? null : part.toString();
    }

    static ServerMessage of(byte[] bytes) {
        int names = new int[] {3, 4, 2}[bytes[0]];
        String[] name = new String[names];
        int at = 1 + names;
        for (int i = 0; i < names; i++) {
            int size = bytes[1 + i] & 0xff;
            name[i] = new String(bytes, at, size, StandardCharsets.UTF_8);
            at += size;
        }
        String rest = HexFormat.of().formatHex(Arrays.copyOfRange(bytes, at, bytes.length));
        return switch (bytes[0]) {
            case 0 -> new ServerMessage(orNull(name[0]), null, name[1], name[2], null, rest);
            case 1 -> new ServerMessage(orNull(name[0]), orNull(name[1]), name[2], "phx_reply", name[3], rest);
            default -> new ServerMessage(null, null, name[0], name[1], null, rest);
        };
    }

    private static @Nullable String orNull(String name) {
        return name.isEmpty() ? null : name;
    }

    boolean isReply() {
        return ref != null && event.equals("phx_reply");
    }

    /**
     * Whether Phoenix itself sent this {@code phx_close} or {@code phx_error}. Such a message has the join_ref as its
     * ref. An app can push events with these names too, but they have no ref.
     */
    boolean isEnd() {
        return ref != null && ref.equals(joinRef) && (event.equals("phx_close") || event.equals("phx_error"));
    }

    /** Whether the message may belong to this join: its join_ref is the join's ref or null. */
    boolean isAbout(String topicAsked, String join) {
        return topic.equals(topicAsked) && (joinRef == null || joinRef.equals(join));
    }
}
