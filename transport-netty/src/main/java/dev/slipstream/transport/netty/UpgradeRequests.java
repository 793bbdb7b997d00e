package dev.slipstream.transport.netty;

import dev.slipstream.core.Compression;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Header;
import dev.slipstream.core.machine.websocket.DeflateAnswer;
import dev.slipstream.core.machine.websocket.DeflateOffer;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.HandshakeFailures;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The requests of one attempt, and the check of the response that opens the websocket. Only Netty's loop calls this
 * class.
 */
final class UpgradeRequests {

    /** The GUID of RFC 6455 section 1.3, from which the server computes Sec-WebSocket-Accept. */
    private static final String ACCEPTING = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Handshake handshake;
    private final String key;

    UpgradeRequests(Handshake handshake) {
        this.handshake = handshake;
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        this.key = Base64.getEncoder().encodeToString(nonce);
    }

    /** The request to an HTTP proxy. */
    FullHttpRequest connect() {
        String authority = HandshakeFailures.address(handshake);
        HttpHeaders headers = new DefaultHttpHeaders().add("Host", authority);
        handshake.headers().stream().filter(UpgradeRequests::isForProxy).forEach(header -> add(headers, header));
        return request(HttpMethod.CONNECT, authority, headers);
    }

    /** The request to the server. */
    FullHttpRequest upgrade() {
        HttpHeaders headers = new DefaultHttpHeaders()
                .add("Host", handshake.uri().authority())
                .add("Upgrade", "websocket")
                .add("Connection", "Upgrade")
                .add("Sec-WebSocket-Version", "13")
                .add("Sec-WebSocket-Key", key);
        if (!handshake.subprotocols().isEmpty()) {
            headers.add("Sec-WebSocket-Protocol", String.join(", ", handshake.subprotocols()));
        }
        handshake
                .compression()
                .ifPresent(compression -> headers.add(DeflateOffer.HEADER, new DeflateOffer(compression).value()));
        handshake.headers().stream().filter(header -> !isForProxy(header)).forEach(header -> add(headers, header));
        return request(HttpMethod.GET, handshake.uri().target(), headers);
    }

    private static FullHttpRequest request(HttpMethod method, String target, HttpHeaders headers) {
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, method, target, Unpooled.EMPTY_BUFFER, headers, EmptyHttpHeaders.INSTANCE);
    }

    /**
     * Whether a header goes only to the proxy. Such a header may hold credentials, which must never reach the server.
     */
    private static boolean isForProxy(Header header) {
        return header.name().toLowerCase(Locale.ROOT).startsWith("proxy-");
    }

    private static void add(HttpHeaders headers, Header header) {
        headers.add(header.name(), header.value());
    }

    /**
     * Checks a response of status 101 as RFC 6455 section 4.1 requires. Returns the failure, if any.
     *
     * @param headers names in lower case
     */
    Optional<Failure> check(Map<String, List<String>> headers) {
        boolean isUpgrade = hasToken(headers, "upgrade", "websocket")
                && hasToken(headers, "connection", "upgrade")
                && headers.getOrDefault("sec-websocket-accept", List.of()).equals(List.of(accept()));
        return isUpgrade ? HandshakeFailures.ofUpgrade(headers, handshake) : Optional.of(HandshakeFailures.NO_UPGRADE);
    }

    /**
     * Returns the server's answer to the offer of compression. Without an offer, the answer is {@code Declined}.
     *
     * @param headers the headers of a response that {@link #check} accepted
     */
    DeflateAnswer compressionAnswer(Map<String, List<String>> headers) {
        return handshake
                .compression()
                .map(compression -> new DeflateOffer(compression)
                        .answer(headers.getOrDefault(HandshakeFailures.EXTENSIONS, List.of())))
                .orElseGet(DeflateAnswer.Declined::new);
    }

    /** The options of the offer that the server accepted. */
    Compression compression() {
        return handshake.compression().orElseThrow();
    }

    private static boolean hasToken(Map<String, List<String>> headers, String name, String token) {
        return headers.getOrDefault(name, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .anyMatch(listed -> listed.strip().equalsIgnoreCase(token));
    }

    private String accept() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((key + ACCEPTING).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
