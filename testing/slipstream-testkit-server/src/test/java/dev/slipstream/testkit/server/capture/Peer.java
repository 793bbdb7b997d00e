package dev.slipstream.testkit.server.capture;

import java.time.Duration;
import java.util.List;

/** The server under test in a replay. */
interface Peer extends AutoCloseable {

    /** Requests a websocket. */
    void request(CaptureLine.Requested request);

    /** Sends frames in one write. */
    void send(String connection, List<WireFrame> frames);

    /** Performs an action that an operator takes on the server, outside of all connections, such as a broadcast. */
    void outside(String action);

    /** Advances the server's time. */
    void pass(Duration time);

    /** Waits until the server has performed {@code count} actions on a connection, at most for some seconds. */
    void await(String connection, int count);

    /** The server's actions on a connection, formatted by {@link Printed}. */
    List<String> did(String connection);

    @Override
    void close();
}
