package dev.slipstream.core.transport;

import dev.slipstream.core.Failure;
import dev.slipstream.core.LogSafe;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Translates exceptions of the JDK that mean the same with every library: of proxies, TLS, DNS and TCP.
 *
 * <p>Messages are left out, except those of TLS, because others may quote an address or a header.
 */
public final class HandshakeFailures {

    /** The JDK's messages for an end without a cause: of TCP before or within TLS, or of TLS itself. */
    private static final List<String> ENDS = List.of(
            "Remote host terminated the handshake",
            "Remote host closed the channel",
            "Received close_notify during handshake");

    /** The JDK's messages if the bytes from the server are not TLS records. */
    private static final List<String> PLAINTEXT =
            List.of("plaintext connection?", "Unsupported or unrecognized SSL message");

    /** The answer opens no websocket, though its status is 101 and {@link #ofUpgrade} finds nothing. */
    public static final Failure NO_UPGRADE =
            new Failure.HandshakeInvalid("Upgrade, Connection or Sec-WebSocket-Accept is missing or wrong");

    private HandshakeFailures() {}

    /**
     * The failure that an exception of an attempt means.
     *
     * @param isProxied whether DNS and TCP were those of a proxy
     * @return empty if only the library's own binding can tell
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
                            : new Failure.HostUnresolved(handshake.uri().getHost()));
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
        // The JDK wraps a server that goes away, as in a deploy, like one that is not trusted. Only the latter is
        // final.
        if (has(error, EOFException.class) || has(error, SocketException.class) || says(error, ENDS)) {
            return new Failure.ConnectionLost("the server ended TCP during the handshake of TLS");
        }
        return says(error, PLAINTEXT)
                ? new Failure.PlaintextReceived(address(handshake))
                : new Failure.TlsFailed(LogSafe.of(String.valueOf(tls.getMessage())));
    }

    /**
     * The failure of an answer of status 101 that chose what was not offered. Libraries accept it, or do not say why
     * they refuse it.
     *
     * @param headers lines of the answer, names in lower case
     */
    public static Optional<Failure> ofUpgrade(Map<String, List<String>> headers, Handshake handshake) {
        if (headers.containsKey("sec-websocket-extensions")) {
            return Optional.of(new Failure.HandshakeInvalid("the server chose an extension, and none was offered"));
        }
        List<String> chosen = headers.getOrDefault("sec-websocket-protocol", List.of());
        return handshake.subprotocols().containsAll(chosen)
                ? Optional.empty()
                : Optional.of(new Failure.HandshakeInvalid("the server chose a subprotocol that was not offered"));
    }

    /** Host and port of the server. */
    public static String address(Handshake handshake) {
        URI uri = handshake.uri();
        int port = uri.getPort() >= 0 ? uri.getPort() : "wss".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getHost() + ":" + port;
    }

    /** The failure of an unexpected exception of a library. It names the class of the last cause. */
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

    /** The first of this type among the exception and its causes. */
    public static <T extends Throwable> Optional<T> cause(Throwable error, Class<T> type) {
        return causes(error).filter(type::isInstance).map(type::cast).findFirst();
    }

    /** Whether the message of the exception, or of a cause of it, has one of these texts in it. */
    public static boolean says(Throwable error, List<String> texts) {
        return causes(error)
                .map(cause -> String.valueOf(cause.getMessage()))
                .anyMatch(message -> texts.stream().anyMatch(message::contains));
    }

    /** Bounded, because causes may form a cycle. */
    private static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(error, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }
}
