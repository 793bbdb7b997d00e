package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.transport.Frame;

/**
 * A websocket of some library. {@link WebSocketTransport} controls it.
 *
 * <p>The transport calls one method at a time. Each method returns at once. Instead of throwing, a binding reports
 * failures as {@link WebSocketInput}s.
 */
public interface WebSocketBinding {

    /**
     * Writes a message. Called only after the previous message is written. The binding then calls
     * {@link WebSocketTransport#written}, or reports why the write failed.
     *
     * @return whether the message is already written; if so, the binding does not call {@code written}
     */
    boolean write(Frame frame);

    /** Writes the close frame. Called only after all messages are written. */
    void writeClose(int code, String text);

    /** Stops reading. Messages that the library has read already may still arrive. */
    void readOff();

    void readOn();

    /**
     * Cancels the attempt, closes TCP, and releases all resources. Called again if the attempt opens a resource later.
     */
    void cut();

    /** Returns the objects that all websockets of the library share. Always returns the same object. */
    WebSocketLibrary library();
}
