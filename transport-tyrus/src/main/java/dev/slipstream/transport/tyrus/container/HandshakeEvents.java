package dev.slipstream.transport.tyrus.container;

import org.glassfish.grizzly.nio.transport.TCPNIOTransport;

/** What one connection asks of its container, and is told by it; it is told things on the container's threads. */
public interface HandshakeEvents {

    /** The user property of the endpoint's configuration under which the connection's wire is found. */
    String PROPERTY = "dev.slipstream.transport.tyrus.wire";

    /** The threads to run on. */
    TCPNIOTransport grizzly();

    /** Where to go, and what to say there. */
    ConnectPlan plan();

    /** There is a socket, though TCP may not be open yet; told again when it is, with another way to the same socket. */
    void reached(RawSocket socket);

    /** Whether to read on. After false nothing more is read than what is read already, until {@link RawSocket#resume}. */
    boolean mayRead();

    /** The server answered the request for upgrade with valid HTTP, be it what it may. */
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
