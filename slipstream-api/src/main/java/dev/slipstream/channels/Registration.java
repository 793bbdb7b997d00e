package dev.slipstream.channels;

/**
 * A registered handler. {@link #close} removes it.
 *
 * <p>Any thread may close the registration, and so may the handler while it runs. After {@code close}, the handler is
 * not called again. If the client is calling the handlers of an event at that time, it skips this handler. If another
 * thread closes the registration while the handler runs, the handler runs to its end.
 */
public interface Registration extends AutoCloseable {

    /** Whether the handler is still registered. */
    boolean isOpen();

    /** Removes the handler. A second {@code close} does nothing. */
    @Override
    void close();
}
