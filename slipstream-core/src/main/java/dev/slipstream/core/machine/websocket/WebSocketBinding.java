package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.transport.Frame;

/**
 * The websocket of a library, as {@link WebSocketTransport} controls it.
 *
 * <p>The transport calls one method at a time, and each returns at once. Instead of throwing, a binding reports
 * failures as {@link WebSocketInput}s.
 */
public interface WebSocketBinding {

    /**
     * Writes a message; the previous one is already written. The binding then calls {@link WebSocketTransport#written},
     * or reports why it failed.
     *
     * @return whether the message is already written; if so, the binding does not call {@code written}
     */
    boolean write(Frame frame);

    /** Writes the close frame; all messages are already written. */
    void writeClose(int code, String text);

    /** Stops reading; messages that the library has read already may still arrive. */
    void readOff();

    void readOn();

    /** Cancels the attempt, ends TCP, and releases everything. Called again if the attempt opens something later. */
    void cut();

    /** Returns the parts that all websockets of the library share; always the same object. */
    WebSocketLibrary library();
}
