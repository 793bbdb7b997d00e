package dev.slipstream.transport.jdk;

import dev.slipstream.core.Failure;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.ProxyExposedException;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Says in our words what the JDK throws.
 *
 * <p>Its messages are left out, but those of TLS: the others quote the whole address, query and tokens included, or the
 * header that they dislike.
 */
final class JdkFailures {

    /** What the JDK reports as the code when TCP ended and no close frame had come. */
    static final int NO_CLOSE_FRAME = 1006;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int NO_UTF_8 = 1007;
    private static final int MAX_BODY_BYTES = 4096;
    /** What the JDK says of an end that has no cause: of TCP, in the midst of TLS or before it began, and of TLS itself. */
    private static final List<String> ENDS = List.of(
            "Remote host terminated the handshake",
            "Remote host closed the channel",
            "Received close_notify during handshake");
    /** What the JDK's TLS says if the bytes from the server are not TLS records. */
    private static final List<String> PLAINTEXT =
            List.of("plaintext connection?", "Unsupported or unrecognized SSL message");

    private final Handshake handshake;
    private volatile boolean proxied;

    JdkFailures(Handshake handshake) {
        this.handshake = handshake;
    }

    /** Whether this attempt goes through a proxy, which then is the first suspect. */
    void goesThroughProxy(boolean does) {
        proxied = does;
    }

    /** Why there is no websocket. */
    Failure ofHandshake(Throwable error) {
        if (error instanceof ProxyUnusableException unusable) {
            return new Failure.ProxyFailed(String.valueOf(unusable.getMessage()));
        }
        if (error instanceof ProxyExposedException exposed) {
            return exposed.failure();
        }
        Optional<WebSocketHandshakeException> answered = cause(error, WebSocketHandshakeException.class);
        if (answered.isPresent()) {
            return ofAnswer(answered.get());
        }
        if (has(error, HttpTimeoutException.class)) {
            return new Failure.ConnectTimedOut(handshake.connectTimeout());
        }
        Optional<SSLException> tls = cause(error, SSLException.class);
        if (tls.isPresent() && isEndOfTcp(error)) {
            return new Failure.ConnectionLost("the server ended TCP during the handshake of TLS");
        }
        if (tls.isPresent() && PLAINTEXT.stream().anyMatch(words -> says(error, words))) {
            return new Failure.PlaintextReceived(address());
        }
        if (tls.isPresent()) {
            return new Failure.TlsFailed(LogSafe.of(String.valueOf(tls.get().getMessage())));
        }
        if (has(error, UnresolvedAddressException.class) || has(error, UnknownHostException.class)) {
            return proxied
                    ? new Failure.ProxyFailed("the proxy's name has no address")
                    : new Failure.HostUnresolved(handshake.uri().getHost());
        }
        if (has(error, ConnectException.class) || has(error, NoRouteToHostException.class)) {
            return proxied
                    ? new Failure.ProxyFailed("the proxy cannot be reached")
                    : new Failure.ConnectionRefused(address());
        }
        if (says(error, "Tunnel failed")) {
            return new Failure.ProxyFailed("the proxy refused to connect to " + address());
        }
        if (proxied && has(error, java.io.IOException.class)) {
            // The JDK does not say whether the tunnel was there already.
            return new Failure.ProxyFailed("the proxy, or the server behind it, gave no valid answer");
        }
        if (has(error, ProtocolException.class)) {
            return new Failure.HandshakeInvalid("the answer is no HTTP");
        }
        if (has(error, java.io.IOException.class)) {
            return new Failure.ConnectionLost("the server ended TCP during the handshake");
        }
        return unexpected(error);
    }

    private Failure ofAnswer(WebSocketHandshakeException error) {
        HttpResponse<?> answer = error.getResponse();
        int status = answer.statusCode();
        if (status == SWITCHING_PROTOCOLS) {
            return new Failure.HandshakeInvalid(invalidity(answer));
        }
        if (status == PROXY_AUTHENTICATION_REQUIRED && proxied) {
            return new Failure.ProxyFailed("the proxy asks for credentials");
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        answer.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return new Failure.HandshakeRefused(status, headers, body(answer.body()));
    }

    /** The JDK does not report why it rejected a 101, but returns its headers. */
    private String invalidity(HttpResponse<?> answer) {
        if (answer.headers().firstValue("sec-websocket-extensions").isPresent()) {
            return "the server chose an extension, and none was offered";
        }
        Optional<String> chosen = answer.headers().firstValue("sec-websocket-protocol");
        if (chosen.isPresent() && !handshake.subprotocols().contains(chosen.get())) {
            return "the server chose a subprotocol that was not offered";
        }
        return "Upgrade, Connection or Sec-WebSocket-Accept is missing or wrong";
    }

    private static String body(Object body) {
        byte[] bytes = switch (body) {
            case null -> new byte[0];
            case byte[] raw -> raw;
            case Object text -> {
                String whole = text.toString(); // no char takes less than a byte
                yield whole.substring(0, Math.min(whole.length(), MAX_BODY_BYTES))
                        .getBytes(StandardCharsets.UTF_8);
            }
        };
        // A character cut in two becomes one replacement character, which is acceptable in an error page.
        return new String(bytes, 0, Math.min(bytes.length, MAX_BODY_BYTES), StandardCharsets.UTF_8);
    }

    /** Why an open websocket broke. */
    static Failure ofConnection(Throwable error) {
        if (has(error, ProtocolException.class)) {
            boolean encoding = has(error, CharacterCodingException.class) || says(error, "UTF-8");
            return encoding
                    ? new Failure.ProtocolViolated(NO_UTF_8, "a text is not UTF-8")
                    : new Failure.ProtocolViolated(PROTOCOL_ERROR, "a frame breaks the rules of RFC 6455");
        }
        if (has(error, SocketException.class)) {
            return new Failure.ConnectionLost("TCP was reset");
        }
        // The JDK sometimes throws InternalError when TCP ends directly after a message: an end as any other.
        if (has(error, java.io.IOException.class) || has(error, InternalError.class)) {
            return new Failure.ConnectionLost("TCP ended without a close frame");
        }
        return unexpected(error);
    }

    /** Why a message could not be written. */
    static Failure ofWrite(Frame frame, Throwable error) {
        return switch (frame) {
            case Frame.Text(String text)
            when hasLoneSurrogate(text) ->
                new Failure.Unexpected("a text to be sent has a lone surrogate, and so no UTF-8");
            case Frame.Text text -> ofConnection(error);
            case Frame.Binary binary -> ofConnection(error);
        };
    }

    /** What none of the other methods knows. */
    static Failure unexpected(Throwable error) {
        if (has(error, CancellationException.class)) {
            return new Failure.Unexpected("the JDK gave the websocket up");
        }
        return new Failure.Unexpected("the JDK's websocket threw "
                + causes(error)
                        .map(cause -> cause.getClass().getName())
                        .reduce((first, last) -> last)
                        .orElse("nothing"));
    }

    private String address() {
        URI uri = handshake.uri();
        int port = uri.getPort() >= 0 ? uri.getPort() : "wss".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getHost() + ":" + port;
    }

    private static boolean hasLoneSurrogate(String text) {
        // Pairs come out as one code point above the surrogates' range.
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** A server that goes away, as in a deploy, is wrapped like one that is not trusted; only the latter is for good. */
    private static boolean isEndOfTcp(Throwable error) {
        return has(error, EOFException.class)
                || has(error, SocketException.class)
                || ENDS.stream().anyMatch(end -> says(error, end));
    }

    private static boolean has(Throwable error, Class<? extends Throwable> type) {
        return cause(error, type).isPresent();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable error, Class<T> type) {
        return causes(error).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static boolean says(Throwable error, String words) {
        Predicate<Throwable> saying =
                cause -> cause.getMessage() != null && cause.getMessage().contains(words);
        return causes(error).anyMatch(saying);
    }

    /** The error, its cause, and so on; bounded, for nothing forbids a circle. */
    private static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(error, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }
}
