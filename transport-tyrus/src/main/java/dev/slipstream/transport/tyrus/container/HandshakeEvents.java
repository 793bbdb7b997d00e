package dev.slipstream.transport.tyrus.container;

/** The requests of one connection to its container, and the events that the container reports on its threads. */
public interface HandshakeEvents {

    /** The user property of the endpoint's configuration that holds the connection's events. */
    String PROPERTY = "dev.slipstream.transport.tyrus.handshakeEvents";

    ConnectPlan plan();

    /** A socket exists. Called again once TCP is open, with another handle of the same socket. */
    void reached(RawSocket socket);

    /** Whether to continue reading. After false the container reads no further bytes until {@link RawSocket#resume}. */
    boolean mayRead();

    /** The server answered the upgrade request with valid HTTP, of any status. */
    void answered(HttpResponse response);

    /**
     * Tyrus is about to see a good response, and will count an open websocket.
     *
     * @return false if the attempt was cancelled; Tyrus has counted that, and must not count the websocket as well
     */
    boolean isAwaited();

    /**
     * Tyrus wants to close the socket: after it wrote or read a close frame, or because TCP ended.
     *
     * @return whether it may
     */
    boolean mayClose();

    /** The container or Tyrus threw while the websocket was open. */
    void broke(Throwable error);
}
