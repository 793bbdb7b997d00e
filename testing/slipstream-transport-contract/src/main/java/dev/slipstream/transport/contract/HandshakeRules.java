// This file has more than 300 lines, because all rules for handshakes are in one place.
package dev.slipstream.transport.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason.Requested;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Header;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.transport.contract.RecordingListener.Call;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules for handshakes, a part of {@link TransportContract}. */
@SuppressWarnings("javadoc") // method names describe the rules
public interface HandshakeRules {

    /** The scenario of the running rule. */
    ContractScenario scenario();

    @Test
    @DisplayName("the query and headers are sent unchanged, without Origin, cookie or compression")
    @Tag("F55")
    @Tag("S7")
    @Tag("S9")
    default void queryAndHeadersAreSentUnchanged() throws Exception {
        RawServer server = scenario().serve(connection -> {
            scenario().see(connection.accept());
            connection.echo();
        });
        List<Header> headers = List.of(new Header("X-One", "1; a=%20"), new Header("Authorization", "Bearer abc"));

        scenario().open(Attempt.to(server, "ws").headers(headers));
        scenario().opened();

        List<?> request = (List<?>) scenario().seen();
        assertThat(request.getFirst()).isEqualTo("GET " + Attempt.PATH + " HTTP/1.1");
        assertThat(request).map(Object::toString).contains("X-One: 1; a=%20", "Authorization: Bearer abc");
        assertThat(request)
                .map(line -> line.toString().toLowerCase(Locale.ROOT))
                .noneMatch(line -> line.startsWith("origin:")
                        || line.startsWith("cookie:")
                        || line.startsWith("sec-websocket-extensions:"));
        boolean agent = request.stream().anyMatch(line -> line.toString().startsWith("User-Agent:"));
        scenario().differs(Difference.USER_AGENT_ADDED, agent);
    }

    @Test
    default void responseHeadersAreReported() throws Exception {
        scenario().open(scenario().serve(connection -> {
            connection.accept("X-Request-Id: 17");
            connection.echo();
        }));

        boolean reported = List.of("17").equals(scenario().opened().headers().get("x-request-id"));

        scenario().differs(Difference.RESPONSE_HEADERS_NOT_REPORTED, !reported);
    }

    @Test
    @DisplayName("a refusal carries its status, headers and body")
    @Tag("F12")
    @Tag("F14")
    @Tag("F16")
    default void refusalCarriesStatusHeadersAndBody() throws Exception {
        scenario()
                .open(scenario()
                        .serve(connection -> connection.refuse("403 Forbidden", "b".repeat(9000), "X-Reason: token")));

        Failure.HandshakeRefused refused = (Failure.HandshakeRefused) scenario().connectFailure();

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body().length()).isLessThanOrEqualTo(4096);
        boolean whole = refused.header("x-reason").equals(Optional.of("token"))
                && refused.body().length() == 4096;
        scenario().differs(Difference.ONLY_REFUSAL_STATUS_REPORTED, !whole);
    }

    @Test
    @DisplayName("a status other than 101 is a refusal, and no second request is sent")
    @Tag("F13")
    @Tag("F14")
    @Tag("F15")
    @Tag("F16")
    @Tag("F19")
    default void everyStatusOtherThan101IsRefusal() throws Exception {
        for (String status : List.of(
                "401 Unauthorized",
                "404 Not Found",
                "429 Too Many Requests",
                "500 Internal Server Error",
                "503 Service Unavailable",
                "200 OK")) {
            scenario().open(scenario().serve(connection -> {
                scenario().see(status);
                connection.refuse(
                        status,
                        "<html></html>",
                        "Retry-After: 1",
                        "WWW-Authenticate: Basic realm=x",
                        "Connection: close");
            }));

            assertThat(scenario().connectFailure())
                    .isInstanceOfSatisfying(
                            Failure.HandshakeRefused.class,
                            refused -> assertThat(status).startsWith(refused.status() + " "));
            assertThat(scenario().seen()).isEqualTo(status);
        }
        assertThat(scenario().seesNothing()).isTrue();
    }

    @Test
    @DisplayName("only the beginning of an endless or huge refusal body is read")
    @Tag("F124")
    @Tag("S27")
    default void endlessRefusalBodyIsNotReadCompletely() throws Exception {
        String chunked = "Transfer-Encoding: chunked";
        Map<String, String> statuses = Map.of(
                "403 Forbidden", chunked,
                "401 Unauthorized", "Content-Length: 999999999999",
                "407 Proxy Authentication Required", chunked,
                "503 Service Unavailable", "X-No-Length: at all",
                "302 Found", chunked,
                "200 OK", chunked);
        for (Map.Entry<String, String> refusal : statuses.entrySet()) {
            scenario().open(scenario().serve(connection -> {
                connection.readRequest();
                connection.write(RawConnection.lines(
                        "HTTP/1.1 " + refusal.getKey(), "WWW-Authenticate: Basic realm=x", refusal.getValue(), ""));
                scenario().see(connection.writeUntilCut(chunk(), Attempt.FLOOD));
            }));

            boolean whole = (Long) scenario().seen() >= Attempt.FLOOD;
            scenario().differs(Difference.REFUSAL_BODIES_READ_COMPLETELY, whole);
            Failure failure = scenario().connectFailure();
            if (!whole) {
                assertThat(failure)
                        .isInstanceOfSatisfying(
                                Failure.HandshakeRefused.class,
                                refused -> assertThat(refusal.getKey()).startsWith(refused.status() + " "));
            }
        }
    }

    @Test
    @DisplayName("the connect deadline cuts an endless refusal body, and other websockets stay open")
    @Tag("F124")
    @Tag("S27")
    default void endlessRefusalBodyIsCutAtTheDeadline() throws Exception {
        RawServer server = scenario().serve(RawConnection::acceptAndEcho);
        Transport other = scenario().connect(Attempt.to(server, "ws"));
        RecordingListener others = scenario().listener();

        scenario()
                .open(Attempt.to(
                                scenario().serve(connection -> {
                                    connection.readRequest();
                                    connection.write(RawConnection.lines(
                                            "HTTP/1.1 403 Forbidden", "Transfer-Encoding: chunked", ""));
                                    byte[] chunk = chunk();
                                    while (connection.writeUntilCut(chunk, chunk.length) > 0) {
                                        scenario().pause();
                                    }
                                    scenario().see("cut");
                                }),
                                "ws")
                        .connectTimeout(Attempt.AFTER_CONTACT));

        assertThat(scenario().connectFailure())
                .isInstanceOfAny(Failure.HandshakeRefused.class, Failure.ConnectTimedOut.class);
        assertThat(scenario().seen()).isEqualTo("cut");
        other.send(new Frame.Text("alive"));
        other.flush();
        assertThat(others.next()).isEqualTo(new Call.Received(new Frame.Text("alive")));
    }

    @Test
    @DisplayName("the system's authenticator and cookies are not used")
    @Tag("F13")
    @Tag("S9")
    default void systemAuthenticatorAndCookiesAreNotUsed() throws Exception {
        CookieHandler cookiesBefore = CookieHandler.getDefault();
        Authenticator authenticatorBefore = Authenticator.getDefault();
        CookieHandler.setDefault(new CookieHandler() {
            @Override
            public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
                scenario().see("cookies asked");
                return Map.of("Cookie", List.of("a=b"));
            }

            @Override
            public void put(URI uri, Map<String, List<String>> headers) {
                scenario().see("cookies kept");
            }
        });
        Authenticator.setDefault(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                scenario().see("authenticator asked");
                return new PasswordAuthentication("user", new char[0]);
            }
        });
        try {
            scenario()
                    .open(scenario()
                            .serve(connection -> connection.refuse(
                                    "401 Unauthorized", "", "WWW-Authenticate: Basic realm=x", "Set-Cookie: c=d")));

            assertThat(scenario().connectFailure()).isInstanceOf(Failure.HandshakeRefused.class);
        } finally {
            CookieHandler.setDefault(cookiesBefore);
            Authenticator.setDefault(authenticatorBefore);
        }
        assertThat(scenario().seesNothing()).isTrue();
    }

    @Test
    @DisplayName("no redirect is followed")
    @Tag("F17")
    @Tag("F18")
    @Tag("S8")
    default void redirectIsNotFollowed() throws Exception {
        RawServer target = scenario().serve(connection -> scenario().see(connection.readRequest()));
        for (int status : List.of(301, 302, 307, 308)) {
            for (String place : List.of(target.uri("http", "/elsewhere").toString(), "/here", "ws://localhost:1/")) {
                scenario()
                        .open(scenario()
                                .serve(connection ->
                                        connection.refuse(status + " Elsewhere", "", "Location: " + place)));

                assertThat(scenario().connectFailure())
                        .isInstanceOfSatisfying(
                                Failure.HandshakeRefused.class,
                                refused -> assertThat(refused.status()).isEqualTo(status));
            }
        }
        assertThat(scenario().seesNothing()).isTrue();
    }

    @Test
    @DisplayName("a response that arrives byte by byte opens the websocket, and the next frame arrives")
    @Tag("F56")
    default void responseArrivingByteByByteOpensTheWebsocket() throws Exception {
        scenario().open(scenario().serve(connection -> {
            for (byte one : connection.answer(connection.readRequest())) {
                connection.write(new byte[] {one});
            }
            connection.write(RawFrame.text("behind").bytes());
            connection.readToEnd();
        }));

        scenario().opened();
        assertThat(scenario().text()).isEqualTo("behind");
    }

    @Test
    @DisplayName("a wrong accept key is an invalid handshake")
    @Tag("F20")
    default void wrongAcceptKeyIsInvalid() throws Exception {
        scenario().open(scenario().serve(connection -> {
            connection.readRequest();
            connection.write(connection.answerWithKey("AAAAAAAAAAAAAAAAAAAAAAAAAAA="));
            connection.readToEnd();
        }));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.HandshakeInvalid.class);
    }

    @Test
    @DisplayName("a 101 without Upgrade, or without Connection, is an invalid handshake")
    @Tag("F21")
    default void responseWithoutUpgradeIsInvalid() throws Exception {
        for (String missing : List.of("Upgrade: websocket\r\n", "Connection: Upgrade\r\n")) {
            scenario().open(scenario().serve(connection -> {
                String whole = new String(connection.answer(connection.readRequest()), StandardCharsets.ISO_8859_1);
                connection.write(whole.replace(missing, "").getBytes(StandardCharsets.ISO_8859_1));
                connection.readToEnd();
            }));

            assertThat(scenario().connectFailure()).isInstanceOf(Failure.HandshakeInvalid.class);
        }
    }

    @Test
    default void connectionHeaderMayListMoreThanUpgrade() throws Exception {
        scenario().open(scenario().serve(connection -> {
            String whole = new String(connection.answer(connection.readRequest()), StandardCharsets.ISO_8859_1);
            connection.write(whole.replace("Connection: Upgrade", "Connection: keep-alive, upgrade")
                    .getBytes(StandardCharsets.ISO_8859_1));
            connection.readToEnd();
        }));

        boolean refused = scenario().next() instanceof Call.Ended;

        scenario().differs(Difference.CONNECTION_HEADER_LISTS_REFUSED, refused);
    }

    @Test
    @DisplayName("an extension that was not offered is an invalid handshake")
    @Tag("F22")
    default void extensionThatWasNotOfferedIsInvalid() throws Exception {
        scenario().open(scenario().serve(connection -> {
            connection.accept("Sec-WebSocket-Extensions: permessage-deflate");
            connection.readToEnd();
        }));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.HandshakeInvalid.class);
    }

    @Test
    @DisplayName("a subprotocol that was not offered is an invalid handshake")
    @Tag("F23")
    default void subprotocolThatWasNotOfferedIsInvalid() throws Exception {
        RawServer server = scenario().serve(connection -> {
            connection.accept("Sec-WebSocket-Protocol: other");
            connection.readToEnd();
        });

        scenario().open(Attempt.to(server, "ws").subprotocols(List.of("phoenix")));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.HandshakeInvalid.class);
    }

    @Test
    default void serverMayIgnoreOfferedSubprotocols() throws Exception {
        RawServer server = scenario().serve(connection -> {
            scenario().see(connection.accept());
            connection.echo();
        });

        scenario().open(Attempt.to(server, "ws").subprotocols(List.of("phoenix", "base64url.bearer.phx.abc")));

        scenario().opened();
        assertThat((List<?>) scenario().seen())
                .map(Object::toString)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("Sec-WebSocket-Protocol:")
                        .contains("phoenix", "base64url.bearer.phx.abc"));
    }

    @Test
    @DisplayName("garbage instead of HTTP is an invalid handshake")
    @Tag("F24")
    default void garbageIsAnInvalidHandshake() throws Exception {
        scenario().open(scenario().serve(connection -> {
            connection.readRequest();
            connection.write("\0\1\2 this is no HTTP\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.HandshakeInvalid.class);
    }

    @Test
    @DisplayName("endless header lines end the attempt, long before memory runs out")
    @Tag("F25")
    default void endlessHeadersEndTheAttempt() throws Exception {
        scenario().open(scenario().serve(connection -> {
            connection.readRequest();
            connection.write(RawConnection.lines("HTTP/1.1 101 Switching Protocols"));
            byte[] line = RawConnection.lines("X-Line: " + "x".repeat(1000));
            try {
                for (int i = 0; i < 8000; i++) {
                    connection.write(line);
                }
                scenario().see("the whole answer was read");
            } finally {
                scenario().see("cut");
            }
        }));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.HandshakeInvalid.class);
        assertThat(scenario().seen()).isEqualTo("cut");
    }

    @Test
    @DisplayName("the connect deadline ends an attempt whose packets are dropped")
    @Tag("F04")
    default void droppedPacketsCountAgainstTheDeadline() throws Exception {
        try (BlackHole hole = BlackHole.open()) {
            scenario().open(new Attempt(hole.uri(Attempt.PATH)).connectTimeout(Attempt.SHORT));

            assertThat(scenario().connectFailure()).isEqualTo(new Failure.ConnectTimedOut(Attempt.SHORT));
        }
    }

    @Test
    @DisplayName("the connect deadline ends an attempt without a response")
    @Tag("F26")
    default void silentServerIsDetectedByConnectDeadline() throws Exception {
        RawServer server = scenario().serve(RawConnection::readToEnd);
        long start = System.nanoTime();

        scenario().open(Attempt.to(server, "ws").connectTimeout(Attempt.SHORT));

        assertThat(scenario().connectFailure()).isEqualTo(new Failure.ConnectTimedOut(Attempt.SHORT));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Attempt.SHORT.minus(Attempt.EARLY));
    }

    @Test
    @DisplayName("TCP that ends during the handshake is reported at once")
    @Tag("F27")
    default void tcpEndDuringTheHandshakeIsReportedAtOnce() throws Exception {
        scenario().open(scenario().serve(connection -> scenario().see(connection.readRequest())));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.ConnectionLost.class);
        assertThat(scenario().seen()).isNotNull();
        scenario()
                .differs(Difference.REQUEST_REPEATED_AFTER_TCP_END, !scenario().seesNothing());
        assertThat(scenario().seesNothing()).as("no third attempt").isTrue();
    }

    @Test
    @DisplayName("a closed port is reported as ConnectionRefused")
    @Tag("F03")
    default void closedPortIsReportedAsConnectionRefused() throws Exception {
        scenario().open(Attempt.to(ContractScenario.nobody()));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.ConnectionRefused.class);
    }

    @Test
    @DisplayName("a host name without an address is reported as HostUnresolved")
    @Tag("F01")
    default void unknownHostIsReportedAsHostUnresolved() throws Exception {
        scenario().open(new Attempt(URI.create("ws://nowhere.invalid" + Attempt.PATH)));

        assertThat(scenario().connectFailure()).isEqualTo(new Failure.HostUnresolved("nowhere.invalid"));
    }

    @Test
    default void closeDuringTheHandshakeCancelsTheAttempt() throws Exception {
        Transport transport = scenario().open(scenario().serve(connection -> {
            scenario().see(connection.readRequest());
            connection.readToEnd();
            scenario().see("gone");
        }));
        scenario().seen();

        transport.close(1000, "");

        assertThat(scenario().ended()).isEqualTo(new Requested());
        assertThat(scenario().isSilent()).isTrue();
    }

    /** One chunk of a chunked body. */
    private static byte[] chunk() {
        return ("3e8\r\n" + "x".repeat(1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
