package dev.slipstream.transport.tyrus.container;

import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one HTTP/1.1 response (RFC 9112) as its bytes arrive. Does not consume bytes after the response.
 *
 * <p>Reads a head of at most 64 KiB. If a body has a Content-Length, reads at most 4 KiB of it. One thread at a time
 * uses this class.
 */
final class HttpResponseReader {

    private static final int MAX_HEAD_BYTES = 64 << 10;
    private static final int MAX_BODY_BYTES = 4096;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final byte[] BEGINNING = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private int headBytes;
    private int bodyBytes = -1; // negative until the head is whole

    /** Reads more bytes. Returns the response once it is complete. */
    Optional<HttpResponse> read(ByteBuffer bytes) throws ProtocolException {
        while (bodyBytes < 0) {
            if (!bytes.hasRemaining()) {
                return Optional.empty();
            }
            readHead(bytes.get());
        }
        while (body.size() < bodyBytes && bytes.hasRemaining()) {
            body.write(bytes.get());
        }
        return body.size() < bodyBytes ? Optional.empty() : soFar();
    }

    /** Returns the response with the part of its body that has arrived; empty if the head is incomplete. */
    Optional<HttpResponse> soFar() {
        // A character that the limit cuts in two becomes a replacement character.
        return bodyBytes < 0
                ? Optional.empty()
                : Optional.of(new HttpResponse(status, headers, body.toString(StandardCharsets.UTF_8)));
    }

    private void readHead(byte next) throws ProtocolException {
        headBytes++;
        if (headBytes > MAX_HEAD_BYTES) {
            throw new ProtocolException("the server's answer has headers that are too long");
        }
        if (next != '\n') {
            if (status == 0 && line.size() < BEGINNING.length && next != BEGINNING[line.size()]) {
                throw new ProtocolException("the server's answer is not valid HTTP");
            }
            line.write(next);
            return;
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        line.reset();
        text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        if (status == 0) {
            status = statusOf(text);
        } else if (!text.isEmpty()) {
            addHeader(text);
        } else if (status < 200 && status != SWITCHING_PROTOCOLS) {
            status = 0; // an interim response; the final response follows
            headers.clear();
        } else {
            bodyBytes = lengthOfBody();
        }
    }

    /** Parses a status line such as {@code HTTP/1.1 101 Switching Protocols}. */
    private static int statusOf(String text) throws ProtocolException {
        String[] parts = text.split(" ", 3);
        if (parts.length < 2 || !parts[1].matches("[1-9][0-9][0-9]")) {
            throw new ProtocolException("the server's answer is not valid HTTP");
        }
        return Integer.parseInt(parts[1]);
    }

    private void addHeader(String text) throws ProtocolException {
        int colon = text.indexOf(':');
        if (colon < 1 || text.substring(0, colon).chars().anyMatch(Character::isWhitespace)) {
            throw new ProtocolException("the server's answer has a header that is not valid");
        }
        headers.computeIfAbsent(text.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                .add(text.substring(colon + 1).strip());
    }

    /** The number of body bytes to read: 0 without a Content-Length, or if a tunnel or a websocket follows the head. */
    private int lengthOfBody() {
        boolean opens = status == SWITCHING_PROTOCOLS || status / 100 == 2;
        String length = headers.getOrDefault("content-length", List.of("0")).getFirst();
        if (opens || !length.matches("[0-9]{1,18}")) {
            return 0;
        }
        return (int) Math.min(Long.parseLong(length), MAX_BODY_BYTES);
    }
}
