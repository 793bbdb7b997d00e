package dev.slipstream.core.transport;

import dev.slipstream.core.Failure;
import dev.slipstream.core.LogSafe;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Translates exceptions of the JDK about proxies, TLS, DNS and TCP to failures. All websocket libraries throw such
 * exceptions.
 *
 * <p>A failure quotes the message of a TLS exception. It never quotes other messages, because they may hold an address
 * or a header.
 */
public final class HandshakeFailures {

    /** The messages of the JDK's exceptions about a server that ends TCP or TLS during the TLS handshake. */
    private static final List<String> ENDS = List.of(
            "Remote host terminated the handshake",
            "Remote host closed the channel",
            "Received close_notify during handshake");

    /** The messages of the JDK's exceptions about a server that sends bytes other than TLS records. */
    private static final List<String> PLAINTEXT =
            List.of("plaintext connection?", "Unsupported or unrecognized SSL message");

    /** The name, in lower case, of the header with the extensions that a server chose. */
    public static final String EXTENSIONS = "sec-websocket-extensions";

    /** The failure if a library refuses a response with status 101, but {@link #ofUpgrade} finds nothing wrong. */
    public static final Failure NO_UPGRADE =
            new Failure.HandshakeInvalid("Upgrade, Connection or Sec-WebSocket-Accept is missing or wrong");

    private HandshakeFailures() {}

    /**
     * Returns the failure for an exception that ended an attempt to connect.
     *
     * @param isProxied whether the attempt uses a proxy; if so, exceptions of DNS and TCP are about the proxy
     * @return the failure; empty if the exception is specific to the websocket library
     */
    public static Optional<Failure> of(Throwable error, Handshake handshake, boolean isProxied) {
        if (error instanceof ProxyUnusableException unusable) {
            return Optional.of(unusable.failure());
        }
        Optional<SSLException> tls = cause(error, SSLException.class);
        if (tls.isPresent()) {
            return Optional.of(ofTls(error, tls.get(), handshake));
        }
        if (has(error, UnresolvedAddressException.class) || has(error, UnknownHostException.class)) {
            return Optional.of(
                    isProxied
                            ? new Failure.ProxyFailed("the proxy's host name has no address")
                            : new Failure.HostUnresolved(handshake.uri().host()));
        }
        if (has(error, ConnectException.class) || has(error, NoRouteToHostException.class)) {
            return Optional.of(
                    isProxied
                            ? new Failure.ProxyFailed("the proxy cannot be reached")
                            : new Failure.ConnectionRefused(address(handshake)));
        }
        return Optional.empty();
    }

    private static Failure ofTls(Throwable error, SSLException tls, Handshake handshake) {
        // The JDK throws an SSLException also if the server ends the connection, for example in a deploy. Such an end
        // is not a failure of TLS.
        if (has(error, EOFException.class) || has(error, SocketException.class) || says(error, ENDS)) {
            return new Failure.ConnectionLost("the server ended TCP during the handshake of TLS");
        }
        return says(error, PLAINTEXT)
                ? new Failure.PlaintextReceived(address(handshake))
                : new Failure.TlsFailed(LogSafe.of(String.valueOf(tls.getMessage())));
    }

    /**
     * Returns the failure if a response with status 101 chose an extension or subprotocol that was not offered.
     * Websocket libraries accept such a response, or do not report why they refuse it. If the handshake offers
     * compression, the caller checks the extensions.
     *
     * @param headers the response headers, names in lower case
     */
    public static Optional<Failure> ofUpgrade(Map<String, List<String>> headers, Handshake handshake) {
        if (handshake.compression().isEmpty() && headers.containsKey(EXTENSIONS)) {
            return Optional.of(new Failure.HandshakeInvalid("the server chose an extension, and none was offered"));
        }
        List<String> chosen = headers.getOrDefault("sec-websocket-protocol", List.of());
        return handshake.subprotocols().containsAll(chosen)
                ? Optional.empty()
                : Optional.of(new Failure.HandshakeInvalid("the server chose a subprotocol that was not offered"));
    }

    /** Returns host and port of the server. */
    public static String address(Handshake handshake) {
        return handshake.uri().host() + ":" + handshake.uri().port();
    }

    /** Returns the failure for an unexpected exception of a library. The detail names the class of the last cause. */
    public static Failure unexpected(String library, Throwable error) {
        return new Failure.Unexpected(library + " threw "
                + causes(error)
                        .map(cause -> cause.getClass().getName())
                        .reduce((first, last) -> last)
                        .orElse("nothing"));
    }

    /** Whether the exception, or a cause of it, is of this type. */
    public static boolean has(Throwable error, Class<? extends Throwable> type) {
        return cause(error, type).isPresent();
    }

    /** The first exception of this type in the chain of causes. */
    public static <T extends Throwable> Optional<T> cause(Throwable error, Class<T> type) {
        return causes(error).filter(type::isInstance).map(type::cast).findFirst();
    }

    /** Whether a message in the chain of causes contains one of these texts. */
    public static boolean says(Throwable error, List<String> texts) {
        return causes(error)
                .map(cause -> String.valueOf(cause.getMessage()))
                .anyMatch(message -> texts.stream().anyMatch(message::contains));
    }

    /** The exception and its causes, 20 at most, because causes may form a cycle. */
    private static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(error, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }
}
