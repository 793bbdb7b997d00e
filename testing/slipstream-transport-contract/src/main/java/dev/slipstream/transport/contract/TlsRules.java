package dev.slipstream.transport.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Failure;
import dev.slipstream.transport.contract.Certificates.Identity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules for TLS, a part of {@link TransportContract}. */
@SuppressWarnings("javadoc") // method names describe the rules
public interface TlsRules {

    /** The scenario of the running rule. */
    ContractScenario scenario();

    @Test
    default void websocketOpensWithTrustedCertificate() throws Exception {
        Identity authority = Certificates.authority();
        Identity server = Certificates.signed(authority, "127.0.0.1");
        Attempt attempt = Attempt.to(echo(server, authority), "wss").tls(Tls.trusting(authority));

        assertEchoes(attempt);
    }

    @Test
    @DisplayName("a certificate of an untrusted authority is reported as TlsFailed")
    @Tag("F05")
    default void unknownAuthorityIsReportedAsTlsFailed() throws Exception {
        Identity authority = Certificates.authority();
        Identity server = Certificates.signed(authority, "127.0.0.1");

        scenario().open(Attempt.to(echo(server, authority), "wss"));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.TlsFailed.class);
    }

    @Test
    @DisplayName("a self-signed certificate is refused unless the TLS context trusts this certificate")
    @Tag("F05")
    default void selfSignedCertificateMustBeTrusted() throws Exception {
        Identity server = Certificates.selfSigned("127.0.0.1");

        scenario()
                .open(Attempt.to(echo(server, server), "wss").tls(Tls.trusting(Certificates.selfSigned("127.0.0.1"))));
        assertThat(scenario().connectFailure()).isInstanceOf(Failure.TlsFailed.class);

        assertEchoes(Attempt.to(echo(server, server), "wss").tls(Tls.trusting(server)));
    }

    @Test
    @DisplayName("a certificate for another host is reported as TlsFailed")
    @Tag("F06")
    default void certificateForAnotherHostIsReportedAsTlsFailed() throws Exception {
        Identity authority = Certificates.authority();
        Identity elsewhere = Certificates.signed(authority, "192.0.2.1");

        scenario().open(Attempt.to(echo(elsewhere, authority), "wss").tls(Tls.trusting(authority)));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.TlsFailed.class);
    }

    @Test
    @DisplayName("an expired certificate is reported as TlsFailed")
    @Tag("F07")
    default void expiredCertificateIsReportedAsTlsFailed() throws Exception {
        Identity authority = Certificates.authority();
        Identity expired = Certificates.expired(authority, "127.0.0.1");

        scenario().open(Attempt.to(echo(expired, authority), "wss").tls(Tls.trusting(authority)));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.TlsFailed.class);
    }

    @Test
    @DisplayName("a server that supports only outdated TLS is reported as TlsFailed")
    @Tag("F08")
    default void outdatedTlsIsReportedAsTlsFailed() throws Exception {
        RawServer old = scenario().serve(connection -> {
            connection.write(new byte[] {21, 3, 1, 0, 2, 2, 70}); // a fatal alert, protocol_version: RFC 8446 section 6
            connection.readToEnd();
        });

        scenario().open(Attempt.to(old, "wss"));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.TlsFailed.class);
    }

    @Test
    @DisplayName("plaintext from a TLS port is reported as PlaintextReceived, and is not used")
    @Tag("F09")
    @Tag("F127")
    @Tag("S30")
    default void plaintextFromTlsPortIsReportedAsPlaintextReceived() throws Exception {
        for (String plaintext : List.of(
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 300\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\nportal",
                "SSH-2.0-OpenSSH_9.6\r\n",
                "220 mail.example.org ESMTP\r\n")) {
            RawServer server = scenario().serve(connection -> {
                connection.write(plaintext.getBytes(StandardCharsets.US_ASCII));
                connection.readToEnd();
            });

            scenario().open(Attempt.to(server, "wss"));

            assertThat(scenario().connectFailure())
                    .isEqualTo(new Failure.PlaintextReceived(
                            "127.0.0.1:" + server.address().getPort()));
        }
    }

    @Test
    @DisplayName("plaintext after the ClientHello is reported as PlaintextReceived")
    @Tag("F127")
    @Tag("S30")
    default void plaintextAfterClientHelloIsReportedAsPlaintextReceived() throws Exception {
        RawServer server = scenario().serve(connection -> {
            connection.readTlsRecord();
            connection.write("HTTP/1.1 302 Found\r\nLocation: http://portal.invalid/\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            connection.readToEnd();
        });

        scenario().open(Attempt.to(server, "wss"));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.PlaintextReceived.class);
    }

    @Test
    @DisplayName("TCP that ends during the TLS handshake is reported as ConnectionLost, not as TlsFailed")
    @Tag("F09")
    default void tcpEndDuringTlsHandshakeIsReportedAsConnectionLost() throws Exception {
        RawServer server = scenario().serve(connection -> {
            connection.finish();
            connection.readToEnd();
        });

        scenario().open(Attempt.to(server, "wss"));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.ConnectionLost.class);
    }

    @Test
    @DisplayName("close_notify during the TLS handshake is reported as ConnectionLost, not as TlsFailed")
    @Tag("F09")
    default void closeNotifyDuringTlsHandshakeIsReportedAsConnectionLost() throws Exception {
        RawServer server = scenario().serve(connection -> {
            connection.write(new byte[] {21, 3, 3, 0, 2, 1, 0}); // an alert, close_notify: RFC 8446 section 6.1
            connection.finish();
            connection.readToEnd();
        });

        scenario().open(Attempt.to(server, "wss"));

        assertThat(scenario().connectFailure()).isInstanceOf(Failure.ConnectionLost.class);
    }

    @Test
    @DisplayName("the connect deadline covers the TLS handshake")
    @Tag("F10")
    default void deadlineCoversTls() throws Exception {
        RawServer server = scenario().serve(RawConnection::readToEnd);

        scenario().open(Attempt.to(server, "wss").connectTimeout(Attempt.SHORT));

        assertThat(scenario().connectFailure()).isEqualTo(new Failure.ConnectTimedOut(Attempt.SHORT));
    }

    @Test
    @DisplayName("a server that requires a client certificate refuses clients that have none")
    @Tag("F11")
    default void requestedClientCertificateIsSent() throws Exception {
        Identity authority = Certificates.authority();
        Identity identity = Certificates.signed(authority, "127.0.0.1");
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            RawServer server = scenario()
                    .serveTls(Tls.showing(identity, authority), true, List.of(protocol), RawConnection::acceptAndEcho);

            scenario().open(Attempt.to(server, "wss").tls(Tls.trusting(authority)));
            // If the server closes at once, its TCP reset may discard the TLS alert before the client reads it.
            assertThat(scenario().connectFailure())
                    .isInstanceOfAny(Failure.TlsFailed.class, Failure.ConnectionLost.class);

            Identity client = Certificates.signed(authority, "127.0.0.2");
            assertEchoes(Attempt.to(server, "wss").tls(Tls.showing(client, authority)));
        }
    }

    private RawServer echo(Identity shown, Identity trusted) {
        return scenario().serveTls(Tls.showing(shown, trusted), RawConnection::acceptAndEcho);
    }

    private void assertEchoes(Attempt attempt) throws InterruptedException {
        scenario().connect(attempt);
        scenario().send("over TLS");
        assertThat(scenario().text()).isEqualTo("over TLS");
    }
}
