package dev.slipstream.core.transport;

/**
 * One websocket, from its handshake to its end.
 *
 * <p>Its methods return at once and never throw; after the end they do nothing. One thread at a time calls them. The
 * transport reports failures to the {@link TransportListener}. Its last call to the listener is
 * {@link TransportListener#ended}, exactly once and within the deadlines of the {@link Handshake}.
 */
public interface Transport {

    /**
     * Accepts a message to write. Messages are written in the order in which they were accepted, at the latest at the
     * next {@link #flush}.
     *
     * @return whether it was accepted; false if {@link Handshake#maxOutboundFrames()} or
     *     {@link Handshake#maxOutboundBytes()} is reached
     */
    boolean send(Frame frame);

    /**
     * Whether the queue of messages to write is less than half full, in messages and in bytes. After this method or
     * {@link #send} returned false, the transport calls {@link TransportListener#writable} once there is room.
     */
    boolean hasRoom();

    /** Writes the messages accepted since the last flush, in as few writes as the library allows. */
    void flush();

    /**
     * Closes the websocket: writes the accepted messages, then the close frame. It waits up to
     * {@link Handshake#closeTimeout()} for the server's answer, then closes the TCP connection. During the handshake it
     * cancels the attempt.
     *
     * @param code 1000, 1001, 1008, 1011 or 3000 to 4999; a library that cannot send this code sends the nearest one
     * @param text at most 123 bytes of UTF-8
     */
    void close(int code, String text);

    /** Resumes reading after {@link TransportListener#received} returned false. */
    void resumeReading();
}
