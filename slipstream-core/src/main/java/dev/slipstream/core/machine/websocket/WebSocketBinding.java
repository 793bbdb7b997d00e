package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.transport.Frame;
import org.jspecify.annotations.Nullable;

/**
 * A websocket of some library. {@link WebSocketTransport} controls it.
 *
 * <p>The transport calls one method at a time. Each method returns at once. Instead of throwing, a binding reports
 * failures as {@link WebSocketInput}s.
 */
public interface WebSocketBinding {

    /**
     * Writes a message. Called only after the previous messages are written, unless {@link #takesMore} returned true.
     * If this method returns false, the binding calls {@link WebSocketTransport#written} after the write, or reports
     * why the write failed.
     *
     * @return whether the message is already written; if so, the binding does not call {@code written}
     */
    boolean write(Frame frame);

    /**
     * Whether the binding can write another message together with those that are not written yet. If so, it keeps the
     * messages until {@link #flush}, and then calls {@link WebSocketTransport#written} once for all of them.
     */
    default boolean takesMore() {
        return false;
    }

    /**
     * Writes the messages that the binding has kept. Called when no more messages wait, or {@link #takesMore} returned
     * false.
     */
    default void flush() {}

    /** Writes the close frame. Called only after all messages are written. */
    void writeClose(int code, String text);

    /** Resumes reading, if {@link WebSocketTransport#mayRead} allows it. The library may be reading already. */
    void readOn();

    /**
     * Cancels the connection attempt, closes TCP, and releases all resources. If the attempt opens a resource after
     * this call, the transport calls this method again.
     */
    void cut();

    /** The counter of compressed messages; null if no compression was negotiated. */
    default @Nullable CompressionCounter compressionCounter() {
        return null;
    }

    /** Returns the objects that all websockets of the library share. Each call returns the same record. */
    WebSocketLibrary library();
}
