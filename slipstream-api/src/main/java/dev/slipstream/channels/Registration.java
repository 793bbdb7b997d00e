package dev.slipstream.channels;

/**
 * A registered handler. {@link #close} ends the calls.
 *
 * <p>Any thread may close the registration, and so may the handler while it runs. After {@code close}, the handler is
 * not called again: neither for a later event, nor for the current event if other handlers of this event run first. A
 * handler that is running when another thread closes its registration runs to its end.
 */
public interface Registration extends AutoCloseable {

    /** Whether the handler is still called. */
    boolean isOpen();

    /** Ends the calls. A second call does nothing. */
    @Override
    void close();
}
