package dev.slipstream.core.transport;

/**
 * A websocket library. {@link java.util.ServiceLoader} finds the provider, unless the options name a provider.
 *
 * <p>One provider serves all clients of a JVM. All its transports share threads and pools. The provider releases these
 * threads and pools within 1 s after the end of the last transport.
 *
 * <p>If the provider cannot work in this program, for example because the version of the websocket library is not
 * supported, the provider's constructor throws {@link dev.slipstream.core.AdapterUnusableException}.
 * {@code Slipstream.start} shows the message of this exception to the user.
 */
public interface TransportProvider {

    /** The name of this library in messages and telemetry, such as {@code jdk}. */
    String name();

    /**
     * Whether this transport accepts {@link Handshake#compression()} (permessage-deflate of RFC 7692). By default
     * false: the client then refuses a configuration that asks for compression, so this transport never gets one. A
     * transport may return true only if it also bounds the size of inflated messages.
     */
    default boolean supportsCompression() {
        return false;
    }

    /**
     * Begins to open a websocket, and returns at once.
     *
     * <p>This method never throws. The provider reports failures, including exceptions of the library, to the listener,
     * possibly before this method returns.
     *
     * @param handshake the URI, the credentials, the timeouts and the bounds
     * @param listener receives all calls, one at a time
     */
    Transport open(Handshake handshake, TransportListener listener);
}
