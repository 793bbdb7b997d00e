package dev.slipstream.system.faults;

import dev.slipstream.transport.contract.RawConnection;
import dev.slipstream.transport.contract.RawFrame;
import dev.slipstream.transport.contract.RawServer.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Faults of a connection attempt, each with the event that the client reports. */
enum AttemptFault {
    F12("ConnectFailed(HandshakeRefused 403)", connection -> connection.refuse("403 Forbidden", "no")),
    F13(
            "ConnectFailed(HandshakeRefused 401)",
            connection -> connection.refuse("401 Unauthorized", "", "WWW-Authenticate: Basic realm=x")),
    F14("ConnectFailed(HandshakeRefused 404)", connection -> connection.refuse("404 Not Found", "")),
    F15(
            "ConnectFailed(HandshakeRefused 503)",
            connection -> connection.refuse("503 Service Unavailable", "", "Retry-After: 1")),
    F15_TOO_MANY(
            "ConnectFailed(HandshakeRefused 429)",
            connection -> connection.refuse("429 Too Many Requests", "", "Retry-After: 1")),
    /** The date in {@code Retry-After} is one second after the response's {@code Date}. */
    F15_DATE(
            "ConnectFailed(HandshakeRefused 503)",
            connection -> connection.refuse(
                    "503 Service Unavailable",
                    "",
                    "Date: Sun, 06 Nov 1994 08:49:37 GMT",
                    "Retry-After: Sun, 06 Nov 1994 08:49:38 GMT")),
    F16("ConnectFailed(HandshakeRefused 502)", connection -> connection.refuse("502 Bad Gateway", "<html>")),
    F17("ConnectFailed(HandshakeRefused 302)", connection -> connection.refuse("302 Found", "", "Location: /here")),
    F18(
            "ConnectFailed(HandshakeRefused 308)",
            connection -> connection.refuse("308 Permanent Redirect", "", "Location: http://192.0.2.1/")),
    F19("ConnectFailed(HandshakeRefused 200)", connection -> connection.refuse("200 OK", "<html></html>")),
    F20("ConnectFailed(HandshakeInvalid)", connection -> {
        connection.readRequest();
        connection.write(connection.answerWithKey("AAAAAAAAAAAAAAAAAAAAAAAAAAA="));
        connection.readToEnd();
    }),
    F21("ConnectFailed(HandshakeInvalid)", connection -> {
        String answer = text(connection.answer(connection.readRequest()));
        connection.write(bytes(answer.replace("Upgrade: websocket\r\n", "")));
        connection.readToEnd();
    }),
    F22("ConnectFailed(HandshakeInvalid)", connection -> {
        connection.accept("Sec-WebSocket-Extensions: permessage-deflate");
        connection.readToEnd();
    }),
    F23("ConnectFailed(HandshakeInvalid)", connection -> {
        connection.accept("Sec-WebSocket-Protocol: other");
        connection.readToEnd();
    }),
    F24("ConnectFailed(HandshakeInvalid)", connection -> {
        connection.readRequest();
        connection.write(bytes("\0\1 this is not HTTP\r\n\r\n"));
        connection.readToEnd();
    }),
    F25("ConnectFailed(HandshakeInvalid)", connection -> {
        connection.readRequest();
        connection.write(bytes("HTTP/1.1 101 Switching Protocols\r\n"));
        byte[] header = bytes("X-Line: " + "x".repeat(1000) + "\r\n");
        for (int i = 0; i < 2000; i++) {
            connection.write(header);
        }
    }),
    F27("ConnectFailed(ConnectionLost)", RawConnection::readRequest),
    F27_RESET("ConnectFailed(ConnectionLost)", connection -> {
        connection.readRequest();
        connection.reset();
    }),
    F28("Closed(1012)", connection -> {
        List<String> request = connection.readRequest();
        connection.write(
                connection.answer(request), RawFrame.close(1012, "drain").bytes());
        connection.readToEnd();
    });

    private final String reported;
    private final Script script;

    AttemptFault(String reported, Script script) {
        this.reported = reported;
        this.script = script;
    }

    String reported() {
        return reported;
    }

    /** The minimum delay that the server asks for before the next attempt; zero if it asks for none. */
    Duration retryAfter() {
        return switch (this) {
            case F15, F15_TOO_MANY, F15_DATE -> Duration.ofSeconds(1);
            default -> Duration.ZERO;
        };
    }

    /**
     * Causes the fault in the client's next attempt, in all connections that the websocket library opens for this
     * attempt.
     */
    void apply(TestedTransport transport, ProxiedScenario scenario) {
        int times = this == F27 || this == F27_RESET ? transport.attemptsWithoutResponse() : 1;
        for (int i = 0; i < times; i++) {
            scenario.proxy().serveNext(script);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
