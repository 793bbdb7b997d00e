package dev.slipstream.transport.tyrus.tap;

import java.io.Closeable;
import java.util.List;
import java.util.Map;

/** Is told of one connection what Jakarta WebSocket does not tell; calls come on Tyrus's threads. */
public interface Tap {

    /** The user property of the endpoint's configuration under which the connection's tap is found. */
    String PROPERTY = "dev.slipstream.transport.tyrus.tap";

    /**
     * An answer came to the request for upgrade, valid or not.
     *
     * @param socket cuts TCP
     */
    void answered(int status, Map<String, List<String>> headers, Closeable socket);

    /**
     * Tyrus would close the socket: after it wrote a close frame, after it read one, or because TCP ended.
     *
     * @return whether it may
     */
    boolean mayClose();
}
