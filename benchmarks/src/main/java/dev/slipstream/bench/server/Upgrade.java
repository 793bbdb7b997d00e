package dev.slipstream.bench.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/** Answers the HTTP request that opens a websocket. */
final class Upgrade {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String OFFER = "permessage-deflate";

    /** Below this path the server compresses, if the client can. Elsewhere it does not, which is Phoenix's default. */
    private static final String COMPRESSED_PATH = "/deflate/";

    private static final String KEY = "sec-websocket-key:";

    private Upgrade() {}

    /** The index after the request's head; -1 if the head is incomplete. */
    static int endOfHead(byte[] bytes, int length) {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    /** Whether the client asks for the path with compression, and offers compression. */
    static boolean isCompressed(String head) {
        return head.startsWith("GET " + COMPRESSED_PATH)
                && head.toLowerCase(Locale.ROOT).contains(OFFER);
    }

    /**
     * The response to a request with this head.
     *
     * @throws IllegalArgumentException if the request does not ask for a websocket
     */
    static byte[] answer(String head) {
        String key = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(KEY))
                .map(line -> line.substring(KEY.length()).trim())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no Sec-WebSocket-Key"));
        String extension = isCompressed(head) ? "Sec-WebSocket-Extensions: " + Deflate.EXTENSION + "\r\n" : "";
        return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + accept(key) + "\r\n" + extension + "\r\n")
                .getBytes(ISO_8859_1);
    }

    /** The value of {@code Sec-WebSocket-Accept} for a key (RFC 6455). */
    static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
