package dev.slipstream.core.transport;

/**
 * A websocket library, found by {@link java.util.ServiceLoader} or named explicitly.
 *
 * <p>One provider serves all clients of a JVM: it shares threads and pools among its transports, and has none left
 * within 1 s after the last of them ended.
 */
public interface TransportProvider {

    /** The name by which messages and telemetry speak of this library, such as {@code jdk}. */
    String name();

    /**
     * Begins to open a websocket, and returns at once.
     *
     * <p>Never throws: a failure, of the library's code included, is told to the listener. The listener may be called
     * before this method returns.
     *
     * @param handshake where to, what to show, and all bounds
     * @param listener is told everything, one call at a time
     */
    Transport open(Handshake handshake, TransportListener listener);
}
