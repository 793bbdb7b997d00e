package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Payload;
import dev.slipstream.core.machine.SparseMap;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pushes that may get a reply, by ref. A request is a push with a timeout, and always gets a reply or a failure. A
 * plain push has no timeout. The reply to a plain push is dropped if the join of its topic has ended, or if this table
 * had no room for the push.
 *
 * <p>A request keeps its payload until its reply arrives, so that the log text of an error reply can hide the strings
 * of the payload. The limits are {@link Secrets#LARGEST_SENT} for one payload and {@link #MOST_KEPT} for all payloads.
 * If a payload exceeds a limit, it is not kept, and an error reply to its request shows only kind and size.
 */
final class PendingReplies {

    /** The limit of all kept payloads together, in chars of JSON payloads plus bytes of binary payloads. */
    static final int MOST_KEPT = 1 << 20;

    private final int limit;
    private int kept;
    private SparseMap<String, SentPush> requests = SparseMap.none();
    private SparseMap<String, SentPush> plain = SparseMap.none();

    /** Makes a table of at most {@code limit} pushes. */
    PendingReplies(int limit) {
        this.limit = limit;
    }

    int limit() {
        return limit;
    }

    /** If the table is full, removes the oldest plain push. Returns whether one more push fits. */
    boolean makeRoom() {
        if (requests.size() + plain.size() < limit) {
            return true;
        }
        return plain.pollFirstEntry() != null;
    }

    void add(SentPush push) {
        String ref = push.ref().value();
        if (push.isRequest()) {
            keepPayload(push);
            requests = requests.with(ref, push);
            push.join().add(push);
        } else {
            plain = plain.with(ref, push);
        }
    }

    @Nullable
    SentPush find(String ref) {
        SentPush request = requests.get(ref);
        return request != null ? request : plain.get(ref);
    }

    void remove(SentPush push) {
        String ref = push.ref().value();
        if (push.isRequest()) {
            requests.remove(ref);
            kept -= length(push.payload());
            push.join().remove(push);
        } else {
            plain.remove(ref);
        }
    }

    /** Removes and returns the requests of a join that ended, in the order in which they were sent. */
    List<SentPush> takeRequests(Join join) {
        List<SentPush> taken = join.takeRequests();
        for (SentPush request : taken) {
            requests.remove(request.ref().value());
            kept -= length(request.payload());
        }
        return taken;
    }

    private void keepPayload(SentPush request) {
        int length = length(request.payload());
        if (length > Secrets.LARGEST_SENT || length > MOST_KEPT - kept) {
            request.dropPayload();
        } else {
            kept += length;
        }
    }

    /** Counts the bytes of a binary payload, but the chars of a JSON payload, because counting JSON bytes is slower. */
    private static int length(Payload payload) {
        return payload instanceof Payload.Json json ? json.text().length() : payload.size();
    }

    /** The requests, in the order in which they were sent. */
    Collection<SentPush> requests() {
        return requests.values();
    }

    @Override
    public String toString() {
        return "requests=" + requests.keySet() + ", plain=" + plain.keySet();
    }
}
