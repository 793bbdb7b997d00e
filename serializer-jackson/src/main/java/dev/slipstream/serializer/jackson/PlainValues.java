package dev.slipstream.serializer.jackson;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Maps and lists of what JSON has words for, written in one walk. What is not plain is left to the mapper, and so is all that
 * is refused: what both write is the same. For a mapper that binds as Jackson does by default, and no other.
 */
final class PlainValues {

    /** How many writers are kept, for threads that write at the same time. */
    private static final int SPARES = 8;

    private final AtomicReferenceArray<@Nullable PlainWriter> spares = new AtomicReferenceArray<>(SPARES);

    /** The JSON of a value; null if it is not plain. */
    @Nullable
    String text(Object value) {
        if (!(value instanceof Map || value instanceof List)) {
            return null; // a record, nearly always
        }
        int place = (int) Thread.currentThread().threadId() & (SPARES - 1);
        PlainWriter kept = spares.getAndSet(place, null);
        PlainWriter writer = kept == null ? new PlainWriter() : kept;
        String text;
        try {
            text = writer.text(value);
        } catch (RuntimeException changing) {
            return null; // another thread changes it: what the mapper makes of that counts
        }
        if (writer.isSpare()) {
            spares.lazySet(place, writer);
        }
        return text;
    }

    /** Drops what is kept for the next value. */
    void collectGarbage() {
        for (int place = 0; place < SPARES; place++) {
            spares.set(place, null);
        }
    }
}
