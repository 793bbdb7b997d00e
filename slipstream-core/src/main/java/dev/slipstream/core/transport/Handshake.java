package dev.slipstream.core.transport;

import dev.slipstream.core.Compression;
import dev.slipstream.core.Header;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The parameters with which a transport opens one websocket.
 *
 * @param uri the URI of the request with the whole query; path and query are sent byte for byte
 * @param headers header lines of the request besides those of the websocket protocol, in this order; the transport adds
 *     no Origin, Cookie or User-Agent
 * @param subprotocols offered in this order; the server may choose one of them, or none. Any other choice causes
 *     {@link dev.slipstream.core.Failure.HandshakeInvalid}
 * @param tls the TLS context for {@code wss}; the platform's default if empty. Host names are always verified
 * @param proxy selects the proxy; if empty, no proxy is used, not even the system's. If the selector throws
 *     {@link ProxyUnusableException}, the attempt ends with {@link ProxyUnusableException#failure()}
 * @param connectTimeout how long DNS, TCP, TLS and upgrade may take together
 * @param closeTimeout how long the server may take to answer the client's close frame
 * @param maxMessageBytes a larger message ends the connection with {@link dev.slipstream.core.Failure.MessageTooLarge}
 * @param maxOutboundFrames how many messages may wait to be written
 * @param maxOutboundBytes how many bytes, as {@link Frame#weight} counts them, may wait to be written
 * @param compression the options of permessage-deflate (RFC 7692), which the transport must offer; if empty, it must
 *     offer no compression. Never present if {@link TransportProvider#supportsCompression()} is false
 */
public record Handshake(
        UpgradeUri uri,
        List<Header> headers,
        List<String> subprotocols,
        Optional<SSLContext> tls,
        Optional<ProxySelector> proxy,
        Duration connectTimeout,
        Duration closeTimeout,
        int maxMessageBytes,
        int maxOutboundFrames,
        int maxOutboundBytes,
        Optional<Compression> compression) {

    public Handshake {
        headers = List.copyOf(headers);
        subprotocols = List.copyOf(subprotocols);
    }

    /** Makes the parameters of a websocket without compression. */
    public Handshake(
            UpgradeUri uri,
            List<Header> headers,
            List<String> subprotocols,
            Optional<SSLContext> tls,
            Optional<ProxySelector> proxy,
            Duration connectTimeout,
            Duration closeTimeout,
            int maxMessageBytes,
            int maxOutboundFrames,
            int maxOutboundBytes) {
        this(
                uri,
                headers,
                subprotocols,
                tls,
                proxy,
                connectTimeout,
                closeTimeout,
                maxMessageBytes,
                maxOutboundFrames,
                maxOutboundBytes,
                Optional.empty());
    }

    /** Prints the URI without its query, because query, headers and subprotocols may hold secrets. */
    @Override
    public String toString() {
        return "Handshake[" + uri + "]";
    }
}
