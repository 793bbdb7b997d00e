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
 * Reads one HTTP/1.1 answer (RFC 9112) as it comes in, and not a byte of what lies behind it.
 *
 * <p>Only what a handshake needs: the head, bounded, and the first bytes of a body of known length. Not for several
 * threads at once.
 */
final class HttpResponseReader {

    private static final int MAX_HEAD_BYTES = 64 << 10;
    private static final int MAX_BODY_BYTES = 4096;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final byte[] BEGINNING = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private final boolean bodiless;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private int headBytes;
    private int bodyBytes = -1; // negative until the head is whole

    /**
     * A reader of the next answer.
     *
     * @param bodiless whether an answer that says yes has no body: one that opens a tunnel, or a websocket
     */
    HttpResponseReader(boolean bodiless) {
        this.bodiless = bodiless;
    }

    /** Reads on; the answer, once there is enough of it. */
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

    /** The answer as far as it came, if all of its head did: for when TCP ends. */
    Optional<HttpResponse> soFar() {
        // A character cut in two becomes one replacement character, which is no loss in an error page.
        return bodyBytes < 0
                ? Optional.empty()
                : Optional.of(new HttpResponse(status, headers, body.toString(StandardCharsets.UTF_8)));
    }

    private void readHead(byte next) throws ProtocolException {
        headBytes++;
        if (headBytes > MAX_HEAD_BYTES) {
            throw new ProtocolException("its header lines do not end within the limit");
        }
        if (next != '\n') {
            if (status == 0 && line.size() < BEGINNING.length && next != BEGINNING[line.size()]) {
                throw new ProtocolException("it is not valid HTTP");
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
            status = 0; // an interim answer, of which there may be any number within the bound: the real one follows
            headers.clear();
        } else {
            bodyBytes = lengthOfBody();
        }
    }

    /** Of {@code HTTP/1.1 101 Switching Protocols}, say. */
    private static int statusOf(String text) throws ProtocolException {
        String[] parts = text.split(" ", 3);
        if (parts.length < 2 || !parts[1].matches("[1-9][0-9][0-9]")) {
            throw new ProtocolException("it is not valid HTTP");
        }
        return Integer.parseInt(parts[1]);
    }

    private void addHeader(String text) throws ProtocolException {
        int colon = text.indexOf(':');
        if (colon < 1 || text.substring(0, colon).chars().anyMatch(Character::isWhitespace)) {
            throw new ProtocolException("a header line is not valid");
        }
        headers.computeIfAbsent(text.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                .add(text.substring(colon + 1).strip());
    }

    /** Bytes to wait for. A body without a length is not waited for. */
    private int lengthOfBody() {
        boolean yes = status == SWITCHING_PROTOCOLS || (bodiless && status / 100 == 2);
        String length = headers.getOrDefault("content-length", List.of("0")).getFirst();
        if (yes || !length.matches("[0-9]{1,18}")) {
            return 0;
        }
        return (int) Math.min(Long.parseLong(length), MAX_BODY_BYTES);
    }
}
