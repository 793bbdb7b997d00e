package dev.slipstream.bench.peer;

import java.net.URI;
import java.time.Duration;

/** Many clients in one process, each joined to a topic and otherwise idle but for its heartbeats. */
interface Crowd {

    /** Begins to open one more; it joins by itself. */
    void open(URI uri, Duration heartbeat);

    /** How many are joined now. */
    int joined();

    /** How often anything failed: an attempt to connect, or a connection. */
    int failures();

    /** How often a connection that was open was lost. */
    int losses();
}
