package dev.slipstream.channels;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The subscribers of all channels of a socket, which complete when the socket ends. Any thread may use it. */
final class OpenStreams {

    private final Set<MessageSubscription> all = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    void add(MessageSubscription added) {
        all.add(added);
        if (isClosed) { // checked after it was added, so that a concurrent close ends it, or is seen here
            added.end(null);
        }
    }

    void remove(MessageSubscription ended) {
        all.remove(ended);
    }

    /** Completes all streams, also later ones. */
    void close() {
        isClosed = true;
        all.forEach(stream -> stream.end(null));
    }
}
