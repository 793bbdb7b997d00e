package dev.slipstream.transport.jdk;

import static dev.slipstream.core.transport.HandshakeFailures.has;

import dev.slipstream.core.Failure;
import dev.slipstream.core.machine.websocket.WebSocketInput;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.HandshakeFailures;
import dev.slipstream.core.transport.UpgradeUri;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Translates exceptions of the JDK into failures.
 *
 * <p>Leaves out the messages of the exceptions, because they quote the whole address with its query and tokens, or an
 * invalid header.
 */
final class JdkFailures {

    static final String LIBRARY = "the JDK's websocket";

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int NOT_UTF_8 = 1007;
    private static final int MAX_BODY_BYTES = 4096;
    private static final List<String> ENCODING = List.of("UTF-8");
    private static final List<String> TUNNEL = List.of("Tunnel failed");

    private final Handshake handshake;
    private volatile boolean proxied;

    JdkFailures(Handshake handshake) {
        this.handshake = handshake;
    }

    /** Sets whether this attempt uses a proxy. If so, the proxy is the more likely cause of a failure. */
    void goesThroughProxy(boolean does) {
        proxied = does;
    }

    /** Returns the failure for a host name that the JDK's websocket does not accept. */
    static Failure ofHost(UpgradeUri uri) {
        return new Failure.HostUnsupported(
                uri.host(),
                LIBRARY
                        + " accepts only letters, digits, hyphens and dots in host names; use another name of this host,"
                        + " or slipstream-transport-netty");
    }

    /** Returns the failure of an attempt to connect. */
    Failure ofHandshake(Throwable error) {
        Optional<WebSocketHandshakeException> answered =
                HandshakeFailures.cause(error, WebSocketHandshakeException.class);
        if (answered.isPresent()) {
            return ofAnswer(answered.get());
        }
        if (has(error, HttpTimeoutException.class)) {
            return new Failure.ConnectTimedOut(handshake.connectTimeout());
        }
        Optional<Failure> common = HandshakeFailures.of(error, handshake, proxied);
        if (common.isPresent()) {
            return common.get();
        }
        if (HandshakeFailures.says(error, TUNNEL)) {
            return new Failure.ProxyFailed("the proxy refused to connect to " + HandshakeFailures.address(handshake));
        }
        if (proxied && has(error, java.io.IOException.class)) {
            // The JDK does not report whether the tunnel was open.
            return new Failure.ProxyFailed("the proxy, or the server behind it, gave no valid answer");
        }
        if (has(error, ProtocolException.class)) {
            return new Failure.HandshakeInvalid("the server's answer is not valid HTTP, or its headers are too long");
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
            // The JDK does not report why it rejected a 101 response, so this code checks the headers. The map of
            // headers ignores case.
            return HandshakeFailures.ofUpgrade(answer.headers().map(), handshake)
                    .orElse(HandshakeFailures.NO_UPGRADE);
        }
        if (status == PROXY_AUTHENTICATION_REQUIRED && proxied) {
            return new Failure.ProxyFailed("the proxy requires credentials");
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        answer.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return new Failure.HandshakeRefused(status, headers, body(answer.body()));
    }

    /**
     * Returns the first bytes of the body. The JDK gives the body as text. Each char takes at least one byte, so
     * {@code MAX_BODY_BYTES} chars are enough.
     */
    private static String body(@Nullable Object body) {
        String text = body == null ? "" : body.toString();
        byte[] bytes =
                text.substring(0, Math.min(text.length(), MAX_BODY_BYTES)).getBytes(StandardCharsets.UTF_8);
        // A character that the limit cuts in two becomes a replacement character.
        return new String(bytes, 0, Math.min(bytes.length, MAX_BODY_BYTES), StandardCharsets.UTF_8);
    }

    /** Returns the state machine's input for an error that ended an open websocket. */
    static WebSocketInput ofConnection(Throwable error) {
        if (has(error, ProtocolException.class)) {
            boolean encoding = has(error, CharacterCodingException.class) || HandshakeFailures.says(error, ENCODING);
            return new WebSocketInput.ProtocolBroken(encoding ? NOT_UTF_8 : PROTOCOL_ERROR);
        }
        return new WebSocketInput.Failed(ofWrite(error));
    }

    /** Returns the failure of a write. */
    static Failure ofWrite(Throwable error) {
        if (has(error, SocketException.class)) {
            return new Failure.ConnectionLost("TCP was reset");
        }
        // The JDK sometimes throws InternalError if TCP ends directly after a message.
        return has(error, java.io.IOException.class) || has(error, InternalError.class)
                ? new Failure.ConnectionLost("TCP ended without a close frame")
                : unexpected(error);
    }

    private static Failure unexpected(Throwable error) {
        return has(error, CancellationException.class)
                ? new Failure.Unexpected("the JDK cancelled the websocket")
                : HandshakeFailures.unexpected(LIBRARY, error);
    }
}
