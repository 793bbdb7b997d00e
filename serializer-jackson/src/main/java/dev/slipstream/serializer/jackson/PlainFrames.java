package dev.slipstream.serializer.jackson;

import dev.slipstream.core.serializer.Message;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Decodes plain V2 text frames in one pass, and allocates only the message. {@link PlainScan} defines which JSON is
 * plain; nearly all frames are plain.
 *
 * <p>{@link TextLayout} decodes all other frames, including invalid frames. Both classes decode a plain frame to equal
 * messages.
 */
final class PlainFrames {

    /** How many spare scans are kept. A thread that finds no spare makes a new scan. */
    private static final int SPARES = 8;

    /** Longer frames are not scanned, because a scan copies the text. */
    private static final int LONGEST = 2 << 20;

    private final PayloadReader reader;
    private final KnownNames names = new KnownNames();
    private final AtomicReferenceArray<@Nullable PlainScan> spares = new AtomicReferenceArray<>(SPARES);

    PlainFrames(PayloadReader reader) {
        this.reader = reader;
    }

    /** Returns the message of a frame; null if the frame is not plain. */
    @Nullable
    Message decode(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        int place = (int) Thread.currentThread().threadId() & (SPARES - 1);
        PlainScan kept = spares.getAndSet(place, null);
        PlainScan scan = kept == null ? new PlainScan() : kept;
        Beginning last = scan.beginning();
        Message message = last != null && text.startsWith(last.text()) ? rest(scan, text, last) : array(scan, text);
        if (scan.isSpare()) {
            spares.lazySet(place, scan);
        }
        return message;
    }

    /** Drops the spare scans and the known names. */
    void collectGarbage() {
        for (int place = 0; place < SPARES; place++) {
            spares.set(place, null);
        }
        names.clear();
    }

    /** Decodes a frame that begins like an earlier one. */
    private @Nullable Message rest(PlainScan scan, String text, Beginning same) {
        scan.begin(text, same.text().length());
        scan.keepNames(same.topic(), same.event());
        scan.skipBlanks();
        Message message = message(scan, text, same.joinRef(), null, same.topic(), same.event());
        return scan.take(']') && scan.isAtEnd() ? message : null;
    }

    private @Nullable Message array(PlainScan scan, String text) {
        scan.begin(text, 0);
        if (!scan.take('[')) {
            return null;
        }
        String joinRef = scan.takeName() ? names.known(scan, text) : null;
        if ((joinRef == null && !scan.takeWord("null")) || !scan.take(',')) {
            return null;
        }
        // The cache of names is not used for a ref, because no other message has the same ref.
        String ref = scan.takeName() ? text.substring(scan.nameStart(), scan.nameEnd()) : null;
        if ((ref == null && !scan.takeWord("null")) || !scan.take(',') || !scan.takeName()) {
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
        if (ref == null) {
            scan.keepBeginning(text, joinRef, topic, event);
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

    /** Returns the reply if its payload has exactly one status and one response; otherwise null. */
    private @Nullable Message reply(PlainScan scan, String text, @Nullable String joinRef, String ref, String topic) {
        String status = null;
        JsonSlice response = null;
        boolean isMore = scan.take('{');
        while (isMore) {
            String key = scan.takeName() ? names.known(scan, text) : "";
            boolean hasValue = scan.take(':');
            if (status == null && key.equals("status") && hasValue && scan.takeName()) {
                status = names.known(scan, text);
            } else if (response == null && key.equals("response") && hasValue) {
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
        // The rest of a plain frame is ASCII, so the whole text is Latin-1 if the value is Latin-1.
        return scan.isLatin1()
                ? JsonSlice.ofLatin1(reader, text, start, scan.at())
                : JsonSlice.of(reader, text, start, scan.at());
    }
}
