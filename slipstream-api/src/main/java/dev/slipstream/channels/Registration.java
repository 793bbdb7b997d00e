package dev.slipstream.channels;

/**
 * A registered handler. {@link #close} ends the calls.
 *
 * <p>Any thread may close the registration, and so may the handler while it runs. After {@code close}, the handler is
 * not called again. If other handlers of an event are still running, it is not called for this event either. If another
 * thread closes the registration while the handler runs, the handler runs to its end.
 */
public interface Registration extends AutoCloseable {

    /** Whether the handler is still called. */
    boolean isOpen();

    /** Ends the calls. A second call does nothing. */
    @Override
    void close();
}
