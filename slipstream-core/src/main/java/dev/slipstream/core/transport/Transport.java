package dev.slipstream.core.transport;

/**
 * One websocket, from its handshake to its end.
 *
 * <p>Its calls return at once and never throw, in whatever state: after the end they do nothing. They are made by one
 * thread at a time. What goes wrong is told to the {@link TransportListener}, whose terminal call comes exactly once and
 * within the deadlines of the {@link Handshake}, and is the last one.
 */
public interface Transport {

    /**
     * Takes a message to be written; messages are written in the order taken, at the latest at the next {@link #flush}.
     *
     * @return whether it was taken: false, and nothing is written of it, while {@link Handshake#maxOutboundFrames()} or
     *     {@link Handshake#maxOutboundBytes()} wait
     */
    boolean send(Frame frame);

    /** Writes what was taken since the last flush, in as few writes as the library allows. */
    void flush();

    /**
     * Closes: what was taken is written, then the close frame; the server's answer is awaited for
     * {@link Handshake#closeTimeout()}, then the socket is cut. During the handshake it gives the attempt up.
     *
     * @param code 1000, 1001, 1008, 1011 or 3000 to 4999; the library's nearest one where it cannot send it
     * @param text at most 123 bytes of UTF-8
     */
    void close(int code, String text);

    /** Goes on reading after {@link TransportListener#received} answered false. */
    void resumeReading();
}
