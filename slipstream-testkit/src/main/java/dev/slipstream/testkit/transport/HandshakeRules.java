// Longer than 300 lines: all that may happen before a websocket is open stands together.
package dev.slipstream.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason.Requested;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Header;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.testkit.transport.RecordingListener.Told;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules up to the websocket's opening; a part of {@link TransportContract}. */
@SuppressWarnings("javadoc") // the names of the rules are sentences
public interface HandshakeRules {

    /** Where the rules are tried. */
    Workbench bench();

    @Test
    @DisplayName("S7 S9 F55: the request holds what was given, byte for byte, and no Origin, cookie or compression")
    default void queryAndHeadersGoOnTheWireByteForByte() throws Exception {
        RawServer server = bench().serve(connection -> {
            bench().see(connection.accept());
            connection.echo();
        });
        List<Header> headers = List.of(new Header("X-One", "1; a=%20"), new Header("Authorization", "Bearer abc"));

        bench().open(Attempt.to(server, "ws").headers(headers));
        bench().opened();

        List<?> request = (List<?>) bench().seen();
        assertThat(request.getFirst()).isEqualTo("GET " + Attempt.PATH + " HTTP/1.1");
        assertThat(request).map(Object::toString).contains("X-One: 1; a=%20", "Authorization: Bearer abc");
        assertThat(request)
                .map(line -> line.toString().toLowerCase(Locale.ROOT))
                .noneMatch(line -> line.startsWith("origin:")
                        || line.startsWith("cookie:")
                        || line.startsWith("sec-websocket-extensions:"));
        boolean agent = request.stream().anyMatch(line -> line.toString().startsWith("User-Agent:"));
        bench().differs(Difference.USER_AGENT_ADDED, agent);
    }

    @Test
    default void answersHeadersAreTold() throws Exception {
        bench().open(bench().serve(connection -> {
            connection.accept("X-Request-Id: 17");
            connection.echo();
        }));

        boolean told = List.of("17").equals(bench().opened().headers().get("x-request-id"));

        bench().differs(Difference.OPENING_HEADERS_UNTOLD, !told);
    }

    @Test
    @DisplayName("F12 F14 F16: a refusal carries its status, headers and body")
    default void refusalCarriesStatusHeadersAndBody() throws Exception {
        bench().open(bench().serve(
                        connection -> connection.refuse("403 Forbidden", "b".repeat(9000), "X-Reason: token")));

        Failure.HandshakeRefused refused = (Failure.HandshakeRefused) bench().connectFailure();

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body().length()).isLessThanOrEqualTo(4096);
        boolean whole = refused.header("x-reason").equals(Optional.of("token"))
                && refused.body().length() == 4096;
        bench().differs(Difference.REFUSAL_STATUS_ALONE, !whole);
    }

    @Test
    @DisplayName(
            "F13 F14 F15 F16 F19: every other status is a refusal, told after one attempt, and nothing is answered to it")
    default void everyOtherStatusIsARefusal() throws Exception {
        for (String status : List.of(
                "401 Unauthorized",
                "404 Not Found",
                "429 Too Many Requests",
                "500 Internal Server Error",
                "503 Service Unavailable",
                "200 OK")) {
            bench().open(bench().serve(connection -> {
                bench().see(status);
                connection.refuse(
                        status,
                        "<html></html>",
                        "Retry-After: 1",
                        "WWW-Authenticate: Basic realm=x",
                        "Connection: close");
            }));

            assertThat(bench().connectFailure())
                    .isInstanceOfSatisfying(
                            Failure.HandshakeRefused.class,
                            refused -> assertThat(status).startsWith(refused.status() + " "));
            assertThat(bench().seen()).isEqualTo(status);
        }
        assertThat(bench().seesNothing()).isTrue();
    }

    @Test
    @DisplayName("S27 F124: of a refusal's body without end, or of a huge one, not more than its beginning is read")
    default void refusalsBodyWithoutEndIsNotRead() throws Exception {
        String chunked = "Transfer-Encoding: chunked";
        Map<String, String> statuses = Map.of(
                "403 Forbidden", chunked,
                "401 Unauthorized", "Content-Length: 999999999999",
                "407 Proxy Authentication Required", chunked,
                "503 Service Unavailable", "X-No-Length: at all",
                "302 Found", chunked,
                "200 OK", chunked);
        for (Map.Entry<String, String> refusal : statuses.entrySet()) {
            bench().open(bench().serve(connection -> {
                connection.readRequest();
                connection.write(RawConnection.lines(
                        "HTTP/1.1 " + refusal.getKey(), "WWW-Authenticate: Basic realm=x", refusal.getValue(), ""));
                bench().see(connection.writeUntilCut(chunk(), Attempt.FLOOD));
            }));

            boolean whole = (Long) bench().seen() >= Attempt.FLOOD;
            bench().differs(Difference.REFUSALS_READ_WHOLE, whole);
            Failure failure = bench().connectFailure();
            if (!whole) {
                assertThat(failure)
                        .isInstanceOfSatisfying(
                                Failure.HandshakeRefused.class,
                                refused -> assertThat(refusal.getKey()).startsWith(refused.status() + " "));
            }
        }
    }

    @Test
    @DisplayName("S27 F124: at the connect deadline a refusal's body is cut, though other websockets live on")
    default void refusalsBodyIsCutAtTheDeadline() throws Exception {
        RawServer server = bench().serve(connection -> {
            connection.accept();
            connection.echo();
        });
        Transport other = bench().connect(Attempt.to(server, "ws"));
        RecordingListener others = bench().listener();

        bench().open(Attempt.to(
                        bench().serve(connection -> {
                            connection.readRequest();
                            connection.write(
                                    RawConnection.lines("HTTP/1.1 403 Forbidden", "Transfer-Encoding: chunked", ""));
                            byte[] chunk = chunk();
                            while (connection.writeUntilCut(chunk, chunk.length) > 0) {
                                bench().pause();
                            }
                            bench().see("cut");
                        }),
                        "ws")
                .connectTimeout(Attempt.SHORT));

        assertThat(bench().connectFailure())
                .isInstanceOfAny(Failure.HandshakeRefused.class, Failure.ConnectTimedOut.class);
        assertThat(bench().seen()).isEqualTo("cut");
        other.send(new Frame.Text("alive"));
        other.flush();
        assertThat(others.next()).isEqualTo(new Told.Received(new Frame.Text("alive")));
    }

    @Test
    @DisplayName("S9 F13: the system's authenticator and cookies are not asked")
    default void systemsSecretsAreNotAsked() throws Exception {
        CookieHandler cookiesBefore = CookieHandler.getDefault();
        Authenticator authenticatorBefore = Authenticator.getDefault();
        CookieHandler.setDefault(new CookieHandler() {
            @Override
            public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
                bench().see("cookies asked");
                return Map.of("Cookie", List.of("a=b"));
            }

            @Override
            public void put(URI uri, Map<String, List<String>> headers) {
                bench().see("cookies kept");
            }
        });
        Authenticator.setDefault(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                bench().see("authenticator asked");
                return new PasswordAuthentication("user", new char[0]);
            }
        });
        try {
            bench().open(bench().serve(connection ->
                    connection.refuse("401 Unauthorized", "", "WWW-Authenticate: Basic realm=x", "Set-Cookie: c=d")));

            assertThat(bench().connectFailure()).isInstanceOf(Failure.HandshakeRefused.class);
        } finally {
            CookieHandler.setDefault(cookiesBefore);
            Authenticator.setDefault(authenticatorBefore);
        }
        assertThat(bench().seesNothing()).isTrue();
    }

    @Test
    @DisplayName("S8 F17 F18: a redirect is not followed, to whatever place")
    default void redirectIsNotFollowed() throws Exception {
        RawServer target = bench().serve(connection -> bench().see(connection.readRequest()));
        for (int status : List.of(301, 302, 307, 308)) {
            for (String place : List.of(target.uri("http", "/elsewhere").toString(), "/here", "ws://localhost:1/")) {
                bench().open(bench().serve(
                                connection -> connection.refuse(status + " Elsewhere", "", "Location: " + place)));

                assertThat(bench().connectFailure())
                        .isInstanceOfSatisfying(
                                Failure.HandshakeRefused.class,
                                refused -> assertThat(refused.status()).isEqualTo(status));
            }
        }
        assertThat(bench().seesNothing()).isTrue();
    }

    @Test
    @DisplayName("F56: an answer that comes byte by byte opens the websocket, and what comes behind it arrives")
    default void answerThatDripsOpensTheWebsocket() throws Exception {
        bench().open(bench().serve(connection -> {
            for (byte one : connection.answer(connection.readRequest())) {
                connection.write(new byte[] {one});
            }
            connection.write(RawFrame.text("behind").bytes());
            connection.readToEnd();
        }));

        bench().opened();
        assertThat(bench().text()).isEqualTo("behind");
    }

    @Test
    @DisplayName("F20: a wrong accept key is an invalid handshake")
    default void wrongAcceptKeyIsInvalid() throws Exception {
        bench().open(bench().serve(connection -> {
            connection.readRequest();
            connection.write(connection.answerWithKey("AAAAAAAAAAAAAAAAAAAAAAAAAAA="));
            connection.readToEnd();
        }));

        assertThat(bench().connectFailure()).isInstanceOf(Failure.HandshakeInvalid.class);
    }

    @Test
    @DisplayName("F21: a 101 without Upgrade, or without Connection, is an invalid handshake")
    default void answerWithoutUpgradeIsInvalid() throws Exception {
        for (String missing : List.of("Upgrade: websocket\r\n", "Connection: Upgrade\r\n")) {
            bench().open(bench().serve(connection -> {
                String whole = new String(connection.answer(connection.readRequest()), StandardCharsets.ISO_8859_1);
                connection.write(whole.replace(missing, "").getBytes(StandardCharsets.ISO_8859_1));
                connection.readToEnd();
            }));

            assertThat(bench().connectFailure()).isInstanceOf(Failure.HandshakeInvalid.class);
        }
    }

    @Test
    default void connectionLineMayListMoreThanTheUpgrade() throws Exception {
        bench().open(bench().serve(connection -> {
            String whole = new String(connection.answer(connection.readRequest()), StandardCharsets.ISO_8859_1);
            connection.write(whole.replace("Connection: Upgrade", "Connection: keep-alive, upgrade")
                    .getBytes(StandardCharsets.ISO_8859_1));
            connection.readToEnd();
        }));

        boolean refused = bench().next() instanceof Told.Ended;

        bench().differs(Difference.CONNECTION_LISTS_REFUSED, refused);
    }

    @Test
    @DisplayName("F22: an extension that was not offered is an invalid handshake")
    default void unaskedExtensionIsInvalid() throws Exception {
        bench().open(bench().serve(connection -> {
            connection.accept("Sec-WebSocket-Extensions: permessage-deflate");
            connection.readToEnd();
        }));

        assertThat(bench().connectFailure()).isInstanceOf(Failure.HandshakeInvalid.class);
    }

    @Test
    @DisplayName("F23: a subprotocol that was not offered is an invalid handshake")
    default void unaskedSubprotocolIsInvalid() throws Exception {
        RawServer server = bench().serve(connection -> {
            connection.accept("Sec-WebSocket-Protocol: other");
            connection.readToEnd();
        });

        bench().open(Attempt.to(server, "ws").subprotocols(List.of("phoenix")));

        assertThat(bench().connectFailure()).isInstanceOf(Failure.HandshakeInvalid.class);
    }

    @Test
    default void subprotocolsAreOfferedAndMayGoUnanswered() throws Exception {
        RawServer server = bench().serve(connection -> {
            bench().see(connection.accept());
            connection.echo();
        });

        bench().open(Attempt.to(server, "ws").subprotocols(List.of("phoenix", "base64url.bearer.phx.abc")));

        bench().opened();
        assertThat((List<?>) bench().seen())
                .map(Object::toString)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("Sec-WebSocket-Protocol:")
                        .contains("phoenix", "base64url.bearer.phx.abc"));
    }

    @Test
    @DisplayName("F24: garbage instead of HTTP is an invalid handshake")
    default void garbageIsAnInvalidHandshake() throws Exception {
        bench().open(bench().serve(connection -> {
            connection.readRequest();
            connection.write("\0\1\2 this is no HTTP\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }));

        assertThat(bench().connectFailure()).isInstanceOf(Failure.HandshakeInvalid.class);
    }

    @Test
    @DisplayName("F25: header lines without end end the attempt, long before memory does")
    default void headersWithoutEndEndTheAttempt() throws Exception {
        bench().open(bench().serve(connection -> {
            connection.readRequest();
            connection.write(RawConnection.lines("HTTP/1.1 101 Switching Protocols"));
            byte[] line = RawConnection.lines("X-Line: " + "x".repeat(1000));
            try {
                for (int i = 0; i < 8000; i++) {
                    connection.write(line);
                }
                bench().see("all of it was read");
            } finally {
                bench().see("cut");
            }
        }));

        assertThat(bench().connectFailure()).isInstanceOf(Failure.HandshakeInvalid.class);
        assertThat(bench().seen()).isEqualTo("cut");
    }

    @Test
    @DisplayName("F04: packets that are dropped count against the deadline")
    default void droppedPacketsCountAgainstTheDeadline() throws Exception {
        try (BlackHole hole = BlackHole.open()) {
            bench().open(new Attempt(hole.uri(Attempt.PATH)).connectTimeout(Attempt.SHORT));

            assertThat(bench().connectFailure()).isEqualTo(new Failure.ConnectTimedOut(Attempt.SHORT));
        }
    }

    @Test
    @DisplayName("F26: a server that never answers is given up at the connect deadline")
    default void silentServerIsGivenUpAtTheDeadline() throws Exception {
        RawServer server = bench().serve(RawConnection::readToEnd);
        long start = System.nanoTime();

        bench().open(Attempt.to(server, "ws").connectTimeout(Attempt.SHORT));

        assertThat(bench().connectFailure()).isEqualTo(new Failure.ConnectTimedOut(Attempt.SHORT));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Attempt.SHORT.minusMillis(50), Attempt.SHORT.plus(Attempt.SLACK));
    }

    @Test
    @DisplayName("F27: a server that closes during the handshake is noticed at once")
    default void closeDuringTheHandshakeIsNoticedAtOnce() throws Exception {
        long start = System.nanoTime();

        bench().open(bench().serve(connection -> bench().see(connection.readRequest())));

        assertThat(bench().connectFailure()).isInstanceOf(Failure.ConnectionLost.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(bench().seen()).isNotNull();
        bench().differs(Difference.SILENT_END_TRIED_TWICE, !bench().seesNothing());
        assertThat(bench().seesNothing()).as("a third attempt").isTrue();
    }

    @Test
    @DisplayName("F03: nobody listens")
    default void nobodyListens() throws Exception {
        bench().open(Attempt.to(Workbench.nobody()));

        assertThat(bench().connectFailure()).isInstanceOf(Failure.ConnectionRefused.class);
    }

    @Test
    @DisplayName("F01: a name without an address")
    default void unknownHostIsNamed() throws Exception {
        bench().open(new Attempt(URI.create("ws://nowhere.invalid" + Attempt.PATH)));

        assertThat(bench().connectFailure()).isEqualTo(new Failure.HostUnresolved("nowhere.invalid"));
    }

    @Test
    default void closeDuringTheHandshakeGivesItUp() throws Exception {
        Transport transport = bench().open(bench().serve(connection -> {
            bench().see(connection.readRequest());
            connection.readToEnd();
            bench().see("gone");
        }));
        bench().seen();

        transport.close(1000, "");

        assertThat(bench().ended()).isEqualTo(new Requested());
        assertThat(bench().isSilent()).isTrue();
    }

    /** One chunk of a body. */
    private static byte[] chunk() {
        return ("3e8\r\n" + "x".repeat(1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
