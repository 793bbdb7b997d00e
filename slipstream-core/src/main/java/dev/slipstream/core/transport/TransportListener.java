package dev.slipstream.core.transport;

import dev.slipstream.core.DisconnectReason;
import java.util.List;
import java.util.Map;

/**
 * The receiver of the events of one transport.
 *
 * <p>Calls come one at a time (each happens-before the next), on a thread of the library or on the thread that calls
 * the transport. The order is {@link #opened}, then messages, then {@link #ended}; or {@link #ended} alone. An
 * implementation returns at once and throws nothing.
 */
public interface TransportListener {

    /**
     * The websocket is open.
     *
     * @param headers the response headers, names in lower case; empty if the library does not report them
     */
    void opened(Map<String, List<String>> headers);

    /**
     * A whole message arrived, with fragments joined and UTF-8 checked strictly.
     *
     * @return whether to continue reading. After false the transport reads only what the library already holds, until
     *     {@link Transport#resumeReading}
     */
    boolean received(Frame frame);

    /**
     * No further message is available at the moment, so the listener wakes the waiting process. Called at least once
     * after {@link #received}.
     */
    void readComplete();

    /**
     * There is room again: the queue of messages to write is at most a quarter full, in messages and in bytes. Called
     * once after {@link Transport#hasRoom} or {@link Transport#send} returned false, unless the transport ends first. A
     * message that needs more room may be refused again, which leads to another call.
     */
    void writable();

    /** A ping arrived, and the transport answers it. Not all libraries report pings. */
    void pinged();

    /** A pong arrived. Not all libraries report pongs. */
    void ponged();

    /**
     * The transport has ended; no call follows.
     *
     * @param reason {@link DisconnectReason.ConnectFailed} if the websocket never opened;
     *     {@link DisconnectReason.Requested} if we closed it, whatever the server answered; otherwise the end by the
     *     server or the network
     */
    void ended(DisconnectReason reason);
}
