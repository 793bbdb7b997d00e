package dev.slipstream.transport.tyrus.container;

/** The callbacks of the container of one connection: it asks for the plan, and reports events on its own threads. */
public interface HandshakeEvents {

    /** The user property of the endpoint's configuration that holds the connection's events. */
    String PROPERTY = "dev.slipstream.transport.tyrus.handshakeEvents";

    ConnectPlan plan();

    /** A socket was made. Called again with another handle of it when TCP is open. */
    void reached(RawSocket socket);

    /** Whether to continue reading. After false the container reads no further bytes until {@link RawSocket#resume}. */
    boolean mayRead();

    /** The server answered the upgrade request with valid HTTP, of any status. */
    void answered(HttpResponse response);

    /**
     * Called before Tyrus receives a 101 response and then counts an open websocket.
     *
     * @return false if the attempt was cancelled, which Tyrus has already counted; then it must not get the response
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
