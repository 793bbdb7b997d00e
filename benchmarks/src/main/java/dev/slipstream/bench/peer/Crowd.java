package dev.slipstream.bench.peer;

import java.net.URI;
import java.time.Duration;

/** Many clients in one process. Each joins one topic, then is idle except for heartbeats. */
interface Crowd {

    /** Starts another client, which connects and joins in the background. */
    void open(URI uri, Duration heartbeat);

    /** Number of clients currently joined. */
    int joined();

    /** Number of failed attempts to connect and of closed topics so far. */
    int failures();

    /** Number of open connections lost so far. */
    int losses();
}
