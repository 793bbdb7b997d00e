package dev.slipstream.channels;

/**
 * A registered handler. {@link #close} ends the calls.
 *
 * <p>Any thread may close it, also a handler while it runs. The handler is not called for a later event. It is not
 * called for the event that is being handled either, if its turn has not come yet. If another thread closes it while it
 * runs, that call is completed.
 */
public interface Registration extends AutoCloseable {

    /** Whether the handler is still called. */
    boolean isOpen();

    /** Ends the calls. A second call does nothing. */
    @Override
    void close();
}
