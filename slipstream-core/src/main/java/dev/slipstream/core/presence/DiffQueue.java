package dev.slipstream.core.presence;

import dev.slipstream.core.Payload;
import dev.slipstream.core.state.PersistentMap;
import java.util.function.Consumer;

/**
 * The presence diffs of a topic that arrived after a join and before the first presence state, oldest first. Immutable
 * and bounded. Above a bound the queue drops the oldest diffs, because the first state will contain their changes.
 *
 * @param diffs the diffs by their numbers, which count up in order of arrival
 * @param next the number of the next diff
 * @param bytes the memory that the diffs retain
 * @param dropped how many diffs were dropped because of a bound
 */
record DiffQueue(PersistentMap<Long, Payload.Json> diffs, long next, long bytes, long dropped) {

    static final DiffQueue EMPTY = new DiffQueue(PersistentMap.empty(), 0, 0, 0);

    int size() {
        return diffs.size();
    }

    DiffQueue with(Payload.Json diff) {
        DiffQueue queue = new DiffQueue(diffs.with(next, diff), next + 1, bytes + diff.retainedBytes(), dropped);
        while (queue.size() > Presences.MAX_QUEUED_DIFFS || queue.bytes > Presences.MAX_QUEUED_BYTES) {
            queue = queue.withoutOldest();
        }
        return queue;
    }

    private DiffQueue withoutOldest() {
        Long oldest = next - size(); // numbers have no gaps
        Payload.Json diff = diffs.get(oldest);
        long freed = diff == null ? 0 : diff.retainedBytes();
        return new DiffQueue(diffs.without(oldest), next, bytes - freed, dropped + 1);
    }

    /** Returns a queue without diffs. Keeps the count of dropped diffs. */
    DiffQueue emptied() {
        return new DiffQueue(PersistentMap.empty(), next, 0, dropped);
    }

    void forEach(Consumer<Payload.Json> visitor) {
        diffs.forEach((number, diff) -> visitor.accept(diff));
    }
}
