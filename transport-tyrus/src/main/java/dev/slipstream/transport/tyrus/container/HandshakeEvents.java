package dev.slipstream.transport.tyrus.container;

/**
 * The callbacks for one connection. The container calls them on its own threads, to ask for the {@link ConnectPlan} and
 * to report events.
 */
public interface HandshakeEvents {

    /** The user property of the endpoint's configuration that holds this object. */
    String PROPERTY = "dev.slipstream.transport.tyrus.handshakeEvents";

    ConnectPlan plan();

    /**
     * A socket was made. The container calls this method again when TCP is open, with another object for the same
     * socket.
     */
    void reached(RawSocket socket);

    /** Whether to continue reading. If not, the container stops reading, and calls {@link #readingStopped}. */
    boolean mayRead();

    /** Reports that the container has stopped reading. It reads again after {@link RawSocket#resume}. */
    void readingStopped();

    /** The server answered the upgrade request with valid HTTP, of any status. */
    void answered(HttpResponse response);

    /**
     * Whether the attempt still waits for its response. Called before Tyrus receives a 101 response, because Tyrus
     * treats the websocket as open when it receives this response.
     *
     * @return false if the attempt was cancelled. Tyrus already knows that, and must not receive the response
     */
    boolean isAwaited();

    /**
     * Called before Tyrus closes the socket. Tyrus does so after it wrote or read a close frame, or after TCP ended.
     *
     * @return whether Tyrus may close the socket
     */
    boolean mayClose();

    /** The container or Tyrus threw while the websocket was open. */
    void broke(Throwable error);
}
