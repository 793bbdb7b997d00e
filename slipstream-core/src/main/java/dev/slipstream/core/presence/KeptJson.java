package dev.slipstream.core.presence;

import dev.slipstream.core.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that a presence keeps. It keeps only its own text, not the whole frame in which it arrived.
 *
 * <p>Programs never read most payloads, so only the first call of {@link #payload} makes the payload. Several threads
 * may call this method. If two first calls overlap, they make equal payloads.
 */
final class KeptJson {

    private final Payload.Json serializer;
    private final String text;
    private @Nullable Payload payload;

    /**
     * Keeps a text.
     *
     * @param serializer a payload that stands for the serializer of the frame: its {@code withText} makes the payload
     *     from the kept text. A small payload saves memory
     */
    KeptJson(Payload.Json serializer, String text) {
        this.serializer = serializer;
        this.text = text;
    }

    /**
     * Returns the JSON object {@code {}}, made by the serializer that read this frame. The result keeps no part of the
     * frame.
     */
    static KeptJson empty(Payload.Json frame) {
        Payload.Json empty = frame.withText("{}");
        return new KeptJson(empty, "{}");
    }

    /** Returns a value that keeps another text, decoded by the same serializer. */
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

    /** Whether both JSON values are equal. Decodes the values only if their texts differ. */
    boolean hasValueOf(KeptJson other) {
        return text.equals(other.text) || payload().equals(other.payload());
    }
}
