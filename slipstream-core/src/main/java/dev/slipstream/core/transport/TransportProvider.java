package dev.slipstream.core.transport;

/**
 * A websocket library, found by {@link java.util.ServiceLoader} or named in the options.
 *
 * <p>One provider serves all clients of a JVM. Its transports share threads and pools, which it releases within 1 s
 * after the last transport ended.
 */
public interface TransportProvider {

    /** The name of this library in messages and telemetry, such as {@code jdk}. */
    String name();

    /**
     * Begins to open a websocket, and returns at once.
     *
     * <p>Never throws: it reports failures, including exceptions of the library, to the listener. It may call the
     * listener before this method returns.
     *
     * @param handshake the address, the credentials and all bounds
     * @param listener receives all calls, one at a time
     */
    Transport open(Handshake handshake, TransportListener listener);
}
