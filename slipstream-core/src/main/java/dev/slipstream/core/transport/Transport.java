package dev.slipstream.core.transport;

import dev.slipstream.core.CompressionTotals;
import java.util.Optional;

/**
 * One websocket, from its handshake to its end.
 *
 * <p>The methods return at once and never throw, and do nothing after the end of the websocket. Only one thread at a
 * time calls the methods, except {@link #queuedFrames}. The transport reports failures to the
 * {@link TransportListener}. The last call to the listener is {@link TransportListener#ended}, exactly once and within
 * the timeouts of the {@link Handshake}.
 */
public interface Transport {

    /**
     * Accepts a message. The transport writes messages in the order in which it accepted them, at the latest at the
     * next {@link #flush}.
     *
     * @return whether the transport accepted the message; false if {@link Handshake#maxOutboundFrames()} or
     *     {@link Handshake#maxOutboundBytes()} is reached
     */
    boolean send(Frame frame);

    /**
     * Whether the outbound queue is less than half full, in messages and in bytes. After this method or {@link #send}
     * returned false, the transport calls {@link TransportListener#writable} when there is room.
     */
    boolean hasRoom();

    /**
     * The number of messages that the transport has accepted and not written yet; 0 if the transport does not count
     * them. Any thread may call this method, also while another thread calls the other methods.
     */
    default int queuedFrames() {
        return 0;
    }

    /**
     * The sizes of the compressed messages so far; empty if no compression was negotiated. The client calls this method
     * after {@link TransportListener#ended}, too.
     */
    default Optional<CompressionTotals> compressionTotals() {
        return Optional.empty();
    }

    /**
     * Writes the messages accepted since the last flush, in as few writes as the library allows.
     *
     * <p>The client delays this call while more callbacks are ready to run, so that the messages of several callbacks
     * are written together. The client makes the call at the latest after 64 callbacks or 1 ms, and always before it
     * waits for anything. Messages that the connection process sends on its own, such as heartbeats, are flushed
     * without a delay.
     */
    void flush();

    /**
     * Closes the websocket: writes all accepted messages, flushed or not, and then the close frame. (The client may
     * call this method before a {@link #flush} that it has delayed.) The transport waits up to
     * {@link Handshake#closeTimeout()} for the server's close frame, and then closes the TCP connection. During the
     * handshake, the transport cancels the attempt instead.
     *
     * @param code 1000, 1001, 1008, 1011 or 3000 to 4999; if the library cannot send this code, it sends the nearest
     *     code that it can send
     * @param text the close reason: at most 123 bytes of UTF-8
     */
    void close(int code, String text);

    /** Resumes reading after {@link TransportListener#received} returned false. */
    void resumeReading();
}
