package dev.slipstream.transport.tyrus;

import dev.slipstream.core.Failure;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.ProxyExposedException;
import dev.slipstream.transport.tyrus.container.HttpResponse;
import dev.slipstream.transport.tyrus.container.TunnelFailedException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Translates exceptions and close reasons of Tyrus into failures.
 *
 * <p>Its messages are left out, but those of TLS: the others may quote addresses and headers.
 */
final class TyrusFailures {

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int PROTOCOL_ERROR = 1002;
    /** What the JDK says where the server closes TLS in the midst of its handshake. */
    private static final String CLOSED = "Received close_notify during handshake";

    /** What the JDK's TLS says if the bytes from the server are not TLS records. */
    private static final List<String> PLAINTEXT =
            List.of("plaintext connection?", "Unsupported or unrecognized SSL message");

    private static final String BAD_FRAME = "a frame breaks the rules of RFC 6455";
    private final Handshake handshake;
    private final Opening opening;

    TyrusFailures(Handshake handshake, Opening opening) {
        this.handshake = handshake;
        this.opening = opening;
    }

    /** Why there is no websocket. */
    Failure ofHandshake(Throwable error) {
        HttpResponse response = opening.answer();
        if (response.status() == SWITCHING_PROTOCOLS) {
            return new Failure.HandshakeInvalid(
                    opening.invalidity().orElse("Upgrade, Connection or Sec-WebSocket-Accept is missing or wrong"));
        }
        if (response.status() != 0) {
            return new Failure.HandshakeRefused(response.status(), response.headers(), response.body());
        }
        if (error instanceof ProxyExposedException exposed) {
            return exposed.failure();
        }
        Optional<TunnelFailedException> proxys = cause(error, TunnelFailedException.class);
        if (proxys.isPresent()) {
            return new Failure.ProxyFailed(proxys.get().detail());
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
            return new Failure.HostUnresolved(handshake.uri().getHost());
        }
        if (has(error, ConnectException.class) || has(error, NoRouteToHostException.class)) {
            return new Failure.ConnectionRefused(address());
        }
        Optional<ProtocolException> garbage = cause(error, ProtocolException.class);
        if (garbage.isPresent()) {
            return new Failure.HandshakeInvalid(
                    "the server's answer: " + garbage.get().getMessage());
        }
        if (has(error, IOException.class)) {
            return new Failure.ConnectionLost("the server ended TCP during the handshake");
        }
        return unexpected(error);
    }

    /** Why Tyrus itself ended an open websocket, by the code and the text that it gives. */
    Failure ofOwnClose(int code, String text) {
        return switch (code) {
            case 1006 -> new Failure.ConnectionLost("TCP ended without a close frame");
            case 1007 -> new Failure.ProtocolViolated(code, "a text is not UTF-8");
            case 1009 -> new Failure.MessageTooLarge(handshake.maxMessageBytes());
            // Anything thrown while it reads: its buffer is too small, or the frame is invalid.
            case 1011 ->
                text.contains("overflow")
                        ? new Failure.MessageTooLarge(handshake.maxMessageBytes())
                        : new Failure.ProtocolViolated(PROTOCOL_ERROR, BAD_FRAME);
            default -> new Failure.ProtocolViolated(code, BAD_FRAME);
        };
    }

    /** Why a message could not be written. */
    Failure ofWrite(Throwable error) {
        return has(error, IOException.class) || has(error, IllegalStateException.class)
                ? new Failure.ConnectionLost("TCP ended while a message was being written")
                : unexpected(error);
    }

    /** Why a message must not be written, if so: Tyrus would put question marks into it. */
    static Optional<Failure> unwritable(Frame frame) {
        return switch (frame) {
            case Frame.Text(String text)
            when hasLoneSurrogate(text) ->
                Optional.of(new Failure.Unexpected("a text to be sent has a lone surrogate, and so no UTF-8"));
            case Frame.Text text -> Optional.empty();
            case Frame.Binary binary -> Optional.empty();
        };
    }

    /** What none of the other methods knows. */
    Failure unexpected(Throwable error) {
        return new Failure.Unexpected("Tyrus threw "
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
        return has(error, EOFException.class) || has(error, SocketException.class) || says(error, CLOSED);
    }

    private static boolean says(Throwable error, String words) {
        return causes(error)
                .anyMatch(cause -> String.valueOf(cause.getMessage()).contains(words));
    }

    private static boolean has(Throwable error, Class<? extends Throwable> type) {
        return cause(error, type).isPresent();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable error, Class<T> type) {
        return causes(error).filter(type::isInstance).map(type::cast).findFirst();
    }

    /** The error, its cause, and so on; bounded, for nothing forbids a circle. */
    private static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(error, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }
}
