package dev.slipstream.transport.tyrus.container;

import org.glassfish.grizzly.nio.transport.TCPNIOTransport;

/** The requests of one connection to its container, and the events that the container reports on its threads. */
public interface HandshakeEvents {

    /** The user property of the endpoint's configuration that holds the connection's events. */
    String PROPERTY = "dev.slipstream.transport.tyrus.handshakeEvents";

    /** The threads to run on. */
    TCPNIOTransport grizzly();

    /** Where to go, and what to say there. */
    ConnectPlan plan();

    /**
     * A socket exists, but TCP may not be open yet. Called again when it is open, with another handle of the same socket.
     */
    void reached(RawSocket socket);

    /** Whether to continue reading. After false the container reads no further bytes until {@link RawSocket#resume}. */
    boolean mayRead();

    /** The server answered the upgrade request with valid HTTP, of any status. */
    void answered(HttpResponse response);

    /**
     * Tyrus is about to be shown a good answer, and will count an open websocket.
     *
     * @return whether anybody waits for it yet: Tyrus counts an attempt that was given up as well, and counts wrong from
     *     then on if it was both
     */
    boolean isAwaited();

    /**
     * Tyrus would close the socket: after it wrote a close frame, after it read one, or because TCP ended.
     *
     * @return whether it may
     */
    boolean mayClose();

    /** The container, or Tyrus in its hands, threw with the websocket open. */
    void broke(Throwable error);
}
