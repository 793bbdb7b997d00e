package dev.slipstream.testkit.server.capture;

import java.time.Duration;
import java.util.List;

/** A server that a capture's client talks to. */
interface Peer extends AutoCloseable {

    /** Asks for a websocket. */
    void request(CaptureLine.Requested request);

    /** Sends frames, all in one write. */
    void send(String connection, List<WireFrame> frames);

    /** Does what was done to the real server from outside. */
    void outside(String action);

    /** Lets this time go by. */
    void pass(Duration time);

    /** Waits until the server did that many things on a connection, or for some seconds. */
    void await(String connection, int count);

    /** What the server did on a connection, as {@link Printed} says it. */
    List<String> did(String connection);

    @Override
    void close();
}
