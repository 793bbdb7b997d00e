package dev.slipstream.serializer.jackson;

import dev.slipstream.core.serializer.Message;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * V2's text frames that are written the plain way, as nearly all are: read in one walk over their chars, with no object made
 * but the message's own. What is not plain, be it wrong or only rare, is left to {@link TextLayout}: of whatever both read
 * they say the same.
 */
final class PlainFrames {

    /** How many scans are kept, for threads that read at the same time. */
    private static final int SPARES = 8;

    /** Longer ones are read where they are, not copied. */
    private static final int LONGEST = 2 << 20;

    private final PayloadReader reader;
    private final KnownNames names = new KnownNames();
    private final AtomicReferenceArray<@Nullable PlainScan> spares = new AtomicReferenceArray<>(SPARES);

    PlainFrames(PayloadReader reader) {
        this.reader = reader;
    }

    /** The message of a frame; null if it is not plain. */
    @Nullable
    Message decode(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        int place = (int) Thread.currentThread().threadId() & (SPARES - 1);
        PlainScan kept = spares.getAndSet(place, null);
        PlainScan scan = kept == null ? new PlainScan() : kept;
        scan.begin(text);
        Message message = array(scan, text);
        if (scan.isSpare()) {
            spares.lazySet(place, scan);
        }
        return message;
    }

    /** Drops what is kept for the next frame. */
    void collectGarbage() {
        for (int place = 0; place < SPARES; place++) {
            spares.set(place, null);
        }
        names.clear();
    }

    private @Nullable Message array(PlainScan scan, String text) {
        if (!scan.take('[')) {
            return null;
        }
        String joinRef = null;
        if (!scan.takeWord("null")) {
            if (!scan.takeName()) {
                return null;
            }
            joinRef = names.known(scan, text);
        }
        String ref = null;
        if (!scan.take(',')) {
            return null;
        }
        if (!scan.takeWord("null")) {
            if (!scan.takeName()) {
                return null;
            }
            ref = text.substring(scan.nameStart(), scan.nameEnd()); // of its own: no other message bears it
        }
        if (!scan.take(',') || !scan.takeName()) {
            return null;
        }
        String topic = names.known(scan, text);
        if (!scan.take(',') || !scan.takeName()) {
            return null;
        }
        String event = names.known(scan, text);
        if (!scan.take(',')) {
            return null;
        }
        Message message = ref != null && event.equals(Message.REPLY) && scan.isAt('{')
                ? reply(scan, text, joinRef, ref, topic)
                : message(scan, text, joinRef, ref, topic, event);
        return scan.take(']') && scan.isAtEnd() ? message : null;
    }

    private @Nullable Message message(
            PlainScan scan, String text, @Nullable String joinRef, @Nullable String ref, String topic, String event) {
        JsonSlice payload = slice(scan, text);
        return payload == null ? null : Message.of(joinRef, ref, topic, event, payload);
    }

    /** Of an object with one status and one response. */
    private @Nullable Message reply(PlainScan scan, String text, @Nullable String joinRef, String ref, String topic) {
        String status = null;
        JsonSlice response = null;
        boolean isMore = scan.take('{');
        while (isMore) {
            if (!scan.takeName()) {
                return null;
            }
            String key = names.known(scan, text);
            if (!scan.take(':')) {
                return null;
            }
            if (status == null && key.equals("status")) {
                if (!scan.takeName()) {
                    return null;
                }
                status = names.known(scan, text);
            } else if (response == null && key.equals("response")) {
                response = slice(scan, text);
                if (response == null) {
                    return null;
                }
            } else {
                return null;
            }
            isMore = scan.take(',');
        }
        return status != null && response != null && scan.take('}')
                ? Message.reply(joinRef, ref, topic, status, response)
                : null;
    }

    private @Nullable JsonSlice slice(PlainScan scan, String text) {
        int start = scan.at();
        if (!scan.takeValue()) {
            return null;
        }
        // What stands before and behind a plain value is ASCII, so the value speaks for the text.
        return scan.isLatin1()
                ? JsonSlice.ofLatin1(reader, text, start, scan.at())
                : JsonSlice.of(reader, text, start, scan.at());
    }
}
