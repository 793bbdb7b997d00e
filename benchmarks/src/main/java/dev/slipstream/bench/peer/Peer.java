package dev.slipstream.bench.peer;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** A client under comparison. Each method returns when its work is done. */
interface Peer {

    /** Time limit of any operation; the run fails when it is exceeded. */
    Duration PATIENCE = Duration.ofMinutes(3);

    /** The topic that requests use. */
    String TOPIC = "bench:000";

    /**
     * Connects, and joins {@code bench:000}, {@code bench:001} and so on.
     *
     * @param topics the number of topics to join
     */
    void connect(URI uri, int topics) throws Exception;

    /** Asks the server for messages, spread evenly over the topics, and receives them all without decoding payloads. */
    void flood(int messages, int bytes, int topics) throws Exception;

    /** Reports to the server that this many messages arrived. */
    void arrived(int messages) throws Exception;

    /** Sends requests and receives their replies, {@code inFlight} at a time. */
    void echo(int requests, int inFlight, int bytes) throws Exception;

    /** Sends requests one after another, each after the previous reply. Returns the duration of each. */
    long[] trips(int requests, int bytes) throws Exception;

    void close() throws IOException;
}
