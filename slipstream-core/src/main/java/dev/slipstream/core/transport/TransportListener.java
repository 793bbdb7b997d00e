package dev.slipstream.core.transport;

import dev.slipstream.core.DisconnectReason;
import java.util.List;
import java.util.Map;

/**
 * What a transport tells.
 *
 * <p>Calls come one at a time, each happening before the next, on threads of the library's, or on the thread that calls
 * the transport. First {@link #opened}, then messages, then {@link #ended}; or {@link #ended} alone. An implementation
 * returns at once and throws nothing.
 */
public interface TransportListener {

    /**
     * The websocket is open.
     *
     * @param headers lines of the answer, names in lower case; empty where the library reports none
     */
    void opened(Map<String, List<String>> headers);

    /**
     * A whole message arrived: fragments put together, UTF-8 checked strictly.
     *
     * @return whether to go on reading; after false nothing more is read than what the library holds already, until
     *     {@link Transport#resumeReading}
     */
    boolean received(Frame frame);

    /** No further message is at hand just now: the moment to wake whoever waits. At least once after {@link #received}. */
    void readComplete();

    /** A ping arrived, and the transport answers it. Not all libraries tell. */
    void pinged();

    /** A pong arrived. Not all libraries tell. */
    void ponged();

    /**
     * It is over; nothing follows.
     *
     * @param reason {@link DisconnectReason.ConnectFailed} if it never opened; {@link DisconnectReason.Requested} if we
     *     closed it, whatever the server answered; else what the server or the world did
     */
    void ended(DisconnectReason reason);
}
