package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.transport.Frame;

/**
 * Receives the messages and control frames that a {@link FrameReader} reads, in the order of their arrival. The thread
 * that calls {@link FrameReader#read} calls these methods. They must not throw.
 */
public interface FrameSink {

    /** A whole message. Its text is valid UTF-8, and its size is within the bound of the {@link FrameReader}. */
    void message(Frame message);

    /**
     * A ping. RFC 6455 section 5.5.2 requires a pong with the same payload.
     *
     * @param payload at most 125 bytes, which the receiver may keep
     */
    void pinged(byte[] payload);

    /**
     * A pong.
     *
     * @param payload at most 125 bytes, which the receiver may keep
     */
    void ponged(byte[] payload);

    /**
     * A close frame. This is the last call.
     *
     * @param code a code that RFC 6455 allows in a frame, or 1005 if the frame has no code
     * @param text the close reason, may be empty
     */
    void closeReceived(int code, String text);

    /**
     * The server broke a rule of RFC 6455 or sent a message above the bound. The sink must close the websocket. This is
     * the last call.
     *
     * @param code the close code that RFC 6455 requires: 1002 for a frame that is not allowed, 1007 for a text that is
     *     not UTF-8 or a compressed message that is corrupt, 1009 for a message above the bound
     * @param problem what the server did, without any byte of a payload
     */
    void protocolBroken(int code, String problem);
}
