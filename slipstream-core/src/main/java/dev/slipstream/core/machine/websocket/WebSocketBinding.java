package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.transport.Frame;

/**
 * Binds one websocket of a library. {@link WebSocketTransport} calls these methods, one at a time, and each returns at
 * once. None throws for a reason that {@link WebSocketInput} has an input for.
 */
public interface WebSocketBinding {

    /**
     * Writes a message; the one before is written. The binding then calls {@link WebSocketTransport#written}, or reports
     * why it failed.
     *
     * @return whether the message is written already; {@code written} is not called then
     */
    boolean write(Frame frame);

    /** Writes the close frame; all messages are written. */
    void writeClose(int code, String text);

    /** Stops reading; messages that the library has read already may still arrive. */
    void readOff();

    void readOn();

    /** Cancels the attempt, ends TCP, and releases everything. Called again if the attempt opens something later. */
    void cut();

    /** Returns what the library's websockets share; always the same. */
    WebSocketLibrary library();
}
