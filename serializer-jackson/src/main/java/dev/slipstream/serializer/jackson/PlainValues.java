package dev.slipstream.serializer.jackson;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Encodes plain maps and lists in one pass. {@link PlainWriter} defines which values are plain; the mapper encodes or
 * rejects all other values. For a plain value, this class writes the same text as a mapper with Jackson's default
 * binding.
 */
final class PlainValues {

    /** How many spare writers are kept, so that several threads can encode at the same time. */
    private static final int SPARES = 8;

    private final AtomicReferenceArray<@Nullable PlainWriter> spares = new AtomicReferenceArray<>(SPARES);

    /** Returns the JSON of a value; null if it is not plain. */
    @Nullable
    String text(Object value) {
        if (!(value instanceof Map || value instanceof List)) {
            return null; // the mapper encodes other values, such as records
        }
        int place = (int) Thread.currentThread().threadId() & (SPARES - 1);
        PlainWriter kept = spares.getAndSet(place, null);
        PlainWriter writer = kept == null ? new PlainWriter() : kept;
        String text;
        try {
            text = writer.text(value);
        } catch (RuntimeException changing) {
            return null; // another thread changes the value; the mapper writes or refuses it
        }
        if (writer.isSpare()) {
            spares.lazySet(place, writer);
        }
        return text;
    }

    /** Drops the spare writers. */
    void collectGarbage() {
        for (int place = 0; place < SPARES; place++) {
            spares.set(place, null);
        }
    }
}
