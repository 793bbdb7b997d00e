package dev.slipstream.core.transport;

import dev.slipstream.core.DisconnectReason;
import java.util.List;
import java.util.Map;

/**
 * The receiver of the events of one transport.
 *
 * <p>The calls come one at a time, and each call happens-before the next. They come on a thread of the websocket
 * library or on a thread that calls the transport. The first call is {@link #opened}, and the last call is
 * {@link #ended}. If the websocket never opens, {@link #ended} is the only call. The methods must return at once and
 * must not throw.
 */
public interface TransportListener {

    /**
     * The websocket is open.
     *
     * @param headers the response headers, names in lower case; empty if the library does not report headers
     */
    void opened(Map<String, List<String>> headers);

    /**
     * A whole message arrived. The transport has joined the fragments of the message and checked the UTF-8 strictly.
     *
     * @return whether the transport shall continue to read. If false, the transport stops reading from the network
     *     until {@link Transport#resumeReading}. Before it stops, it may read more bytes, such as 64 KiB, to notice the
     *     end of TCP. So messages may still arrive after this method returned false
     */
    boolean received(Frame frame);

    /**
     * No further message is available at the moment. The listener can now wake the thread that handles the messages.
     * At least one call of this method follows each call of {@link #received}.
     */
    void readComplete();

    /**
     * There is room again: the outbound queue is at most a quarter full, in messages and in bytes. The transport calls
     * this method once after {@link Transport#hasRoom} or {@link Transport#send} returned false, unless the transport
     * ends first. If the next message needs more room, {@link Transport#send} returns false again, and a later call of
     * this method follows.
     */
    void writable();

    /** A ping arrived, and the transport answers the ping. Not all websocket libraries report pings. */
    void pinged();

    /** A pong arrived. Not all websocket libraries report pongs. */
    void ponged();

    /**
     * The transport has ended; no call follows.
     *
     * @param reason {@link DisconnectReason.ConnectFailed} if the websocket never opened;
     *     {@link DisconnectReason.Requested} if {@link Transport#close} was called, whatever the server answered;
     *     otherwise the close by the server, or the failure
     */
    void ended(DisconnectReason reason);
}
