package dev.slipstream.testkit.server.capture;

import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a recorded message of a server says, read without the code that is under test: the array of JSON as it stands, the
 * bytes by the kinds of Phoenix's V2 serializer (0 push, 1 reply, 2 broadcast).
 *
 * @param status of a reply
 * @param content the response of a reply, the payload of anything else, printed
 */
record ServerWords(
        @Nullable String joinRef,
        @Nullable String ref,
        String topic,
        String event,
        @Nullable String status,
        String content) {

    /** Null for what is no message of V2: it is not the array, or its names are no strings. A ref may be a number. */
    static @Nullable ServerWords of(String text) {
        Object read = JacksonSerializer.standard().raw(text).as(Object.class);
        if (!(read instanceof List<?> parts)
                || !(parts.get(2) instanceof String topic)
                || !(parts.get(3) instanceof String event)) {
            return null;
        }
        String ref = ref(parts.get(1));
        boolean isReply = ref != null && event.equals("phx_reply") && parts.get(4) instanceof Map<?, ?>;
        Map<?, ?> reply = isReply ? (Map<?, ?>) parts.get(4) : Map.of();
        return new ServerWords(
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

    static ServerWords of(byte[] bytes) {
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
            case 0 -> new ServerWords(orNull(name[0]), null, name[1], name[2], null, rest);
            case 1 -> new ServerWords(orNull(name[0]), orNull(name[1]), name[2], "phx_reply", name[3], rest);
            default -> new ServerWords(null, null, name[0], name[1], null, rest);
        };
    }

    private static @Nullable String orNull(String name) {
        return name.isEmpty() ? null : name;
    }

    boolean isReply() {
        return ref != null && event.equals("phx_reply");
    }

    /** {@code phx_close} or {@code phx_error} of the server itself; an app's own events of these names have no ref. */
    boolean isEnd() {
        return ref != null && ref.equals(joinRef) && (event.equals("phx_close") || event.equals("phx_error"));
    }

    /** Whether it may be about the join of this ref: it names it, or none. */
    boolean isAbout(String topicAsked, String join) {
        return topic.equals(topicAsked) && (joinRef == null || joinRef.equals(join));
    }
}
