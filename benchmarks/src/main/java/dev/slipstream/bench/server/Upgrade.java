package dev.slipstream.bench.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/** The answer to a request for a websocket. */
final class Upgrade {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String KEY = "sec-websocket-key:";

    private Upgrade() {}

    /** Where the head of a request ends; -1 if it is not all there. */
    static int endOfHead(byte[] bytes, int length) {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    /**
     * The answer to this head.
     *
     * @throws IllegalArgumentException if it asks for no websocket
     */
    static byte[] answer(String head) {
        String key = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(KEY))
                .map(line -> line.substring(KEY.length()).trim())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no websocket is asked for"));
        return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + accept(key) + "\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    /** What RFC 6455 has a server make of a client's key. */
    static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
