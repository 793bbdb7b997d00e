package dev.slipstream.bench.peer;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** A client library, put to the work that all of them are put to. Every call returns when its work is done. */
interface Peer {

    /** How long anything may take; then the run has failed. */
    Duration PATIENCE = Duration.ofMinutes(3);

    /** The topic of requests. */
    String TOPIC = "bench:000";

    /**
     * Connects, and joins {@code bench:000} and so on.
     *
     * @param topics how many
     */
    void connect(URI uri, int topics) throws Exception;

    /** Has the server send messages, in turn on so many topics, and takes them all. None is decoded. */
    void flood(int messages, int bytes, int topics) throws Exception;

    /** Tells the server that so many messages have arrived. */
    void arrived(int messages) throws Exception;

    /** Sends requests and takes their replies, so many at a time. */
    void echo(int requests, int inFlight, int bytes) throws Exception;

    /** Sends a request, waits for its reply, and then the next one; returns what each took. */
    long[] trips(int requests, int bytes) throws Exception;

    /** Disconnects. */
    void close() throws IOException;
}
