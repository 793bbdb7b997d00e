package dev.slipstream.core.presence;

import dev.slipstream.core.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that a presence keeps: its own text, without the frame that it came with.
 *
 * <p>The payload is made when it is first read, because most are never read. Several threads may read it. If they read
 * it first at the same time, they make equal payloads.
 */
final class KeptJson {

    private final Payload.Json serializer;
    private final String text;
    private @Nullable Payload payload;

    /**
     * Keeps a text.
     *
     * @param serializer a small payload, which makes the payload of this text
     */
    KeptJson(Payload.Json serializer, String text) {
        this.serializer = serializer;
        this.text = text;
    }

    /** Returns the empty object, decoded by the serializer of a frame. It does not keep the frame. */
    static KeptJson empty(Payload.Json frame) {
        Payload.Json empty = frame.withText("{}");
        return new KeptJson(empty, "{}");
    }

    /** Keeps another text, decoded by the same serializer. */
    KeptJson with(String other) {
        return new KeptJson(serializer, other);
    }

    String text() {
        return text;
    }

    Payload payload() {
        Payload made = payload;
        if (made == null) {
            made = serializer.withText(text);
            payload = made;
        }
        return made;
    }

    /** Whether both JSON values are equal. Reads them only if their texts differ. */
    boolean hasValueOf(KeptJson other) {
        return text.equals(other.text) || payload().equals(other.payload());
    }
}
