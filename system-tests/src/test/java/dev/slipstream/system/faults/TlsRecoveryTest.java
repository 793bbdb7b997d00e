package dev.slipstream.system.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.system.RoomChannel;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.testkit.server.ServerSettings;
import dev.slipstream.testkit.server.TestCertificate;
import dev.slipstream.transport.contract.RawServer.Script;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs whole clients whose TLS handshakes fail for a while. The clients then connect without a call of the user. They
 * write one WARNING for the failure, and a second one if the waits between attempts become longer.
 */
@Timeout(300)
@ParameterizedClass(name = "{0}, time {1}")
@MethodSource("dev.slipstream.system.faults.TestedTransport#runs")
class TlsRecoveryTest {

    /** How many attempts fail. The client uses the slow backoff after more than two failures of TLS in a row. */
    private static final int FAILURES = 4;

    /** A fatal alert, internal_error: RFC 8446 section 6.2. */
    private static final byte[] INTERNAL_ERROR = {21, 3, 3, 0, 2, 2, 80};

    private static final byte[] UNAVAILABLE =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 300\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII);

    private static final UnaryOperator<Configuration.Builder> SHORT_SLOW_BACKOFF =
            options -> options.slowReconnectBackoff(Backoff.exact(List.of(Duration.ofMillis(50))));
    /** A client that used this slow backoff would connect too late for the test. */
    private static final UnaryOperator<Configuration.Builder> ENDLESS_SLOW_BACKOFF =
            options -> options.slowReconnectBackoff(Backoff.exact(List.of(Duration.ofDays(1))));

    private static CertificateAuthority authority;
    private static TestCertificate valid;
    private static TestCertificate expired;
    private static TestCertificate untrusted;

    private final TestedTransport transport;

    TlsRecoveryTest(TestedTransport transport, int repetition) {
        this.transport = transport;
    }

    @BeforeAll
    static void makeCertificates() throws IOException, InterruptedException {
        authority = CertificateAuthority.create();
        valid = authority.valid();
        expired = authority.expired();
        untrusted = TestCertificate.forLocalhost();
    }

    @Test
    @Tag("F07")
    void clientConnectsAfterExpiredCertificateIsRenewed() throws Exception {
        expectRecoveryAfterRenewalOf(expired, "validity check failed");
    }

    @Test
    @Tag("F05")
    void clientConnectsAfterUntrustedCertificateIsReplaced() throws Exception {
        expectRecoveryAfterRenewalOf(untrusted, "unable to find valid certification path");
    }

    @Test
    void clientConnectsAfterTlsAlertsOfTheServer() throws Exception {
        Script alerting = connection -> {
            connection.write(INTERNAL_ERROR);
            connection.readToEnd();
        };
        String warning = expectRecovery(alerting, "TlsFailed", SHORT_SLOW_BACKOFF);

        assertThat(warning).contains("TLS failed, ", "internal_error", ": check the certificate");
    }

    /**
     * An answer without TLS does not count as a failure of TLS. The client uses the ordinary backoff, and continues to
     * connect even with {@link ReconnectPolicy#stopWhenRefused}.
     */
    @Test
    @Tag("F09")
    @Tag("F127")
    void clientConnectsAfterAnswersWithoutTls() throws Exception {
        Script unencrypted = connection -> {
            connection.write(UNAVAILABLE);
            connection.readToEnd();
        };
        String warning = expectRecovery(
                unencrypted,
                "PlaintextReceived",
                options -> ENDLESS_SLOW_BACKOFF.apply(options).reconnectPolicy(ReconnectPolicy.stopWhenRefused()));

        assertThat(warning)
                .containsPattern(
                        "127\\.0\\.0\\.1:\\d+ answered without TLS: check that it is the port for wss, or begin"
                                + " the uri with ws; the next attempt begins in 20 ms$");
    }

    private void expectRecoveryAfterRenewalOf(TestCertificate shown, String logged) throws Exception {
        ServerSettings settings = ServerSettings.standard().withCertificate(shown);
        try (PhoenixServer before = PhoenixServer.start(RoomChannel.endpoint(), settings)) {
            InetSocketAddress address = new InetSocketAddress(before.uri().getHost(), before.port());

            String warning =
                    expectRecovery(connection -> connection.tunnelTo(address), "TlsFailed", SHORT_SLOW_BACKOFF);

            assertThat(warning)
                    .contains(logged)
                    .containsPattern("TLS failed, .+: check the certificate and Configuration\\.tls\\(\\);"
                            + " the next attempt begins in 20 ms$");
            assertThat(before.exchanges()).isEmpty();
        }
    }

    /**
     * Starts a client, and lets a script answer its first attempts. Expects the client to report the failure of each
     * of these attempts, and then to connect.
     *
     * @param failing the script
     * @param failure the failure of each attempt
     * @return the first line that the client logged, which names the failure
     */
    private String expectRecovery(Script failing, String failure, UnaryOperator<Configuration.Builder> configuring)
            throws Exception {
        ServerSettings secured = ServerSettings.standard().withCertificate(valid);
        try (ProxiedScenario scenario = ProxiedScenario.before(
                        transport,
                        secured,
                        options -> configuring.apply(options).tls(authority.trusted()));
                ClientWarnings warnings = ClientWarnings.of(scenario.proxy().port())) {
            for (int i = 0; i < FAILURES; i++) {
                scenario.proxy().serveNext(failing);
            }
            scenario.start();

            for (int i = 0; i < FAILURES; i++) {
                assertThat(scenario.next()).isEqualTo("ConnectFailed(" + failure + ")");
            }
            scenario.expectRecovery();
            assertThat(scenario.proxy().connections()).isEqualTo(FAILURES + 1);
            String warning = warnings.lines().getFirst();
            assertThat(warning).startsWith("WARNING: client ").contains(": attempt 1 to connect failed: ");
            List<String> later = warnings.lines().subList(1, warnings.lines().size());
            if (failure.equals("TlsFailed")) { // the client also logs its change to the slow backoff
                assertThat(later)
                        .singleElement(STRING)
                        .contains("later waits may be longer", "client.run(Socket::reconnectNow)");
            } else {
                assertThat(later).isEmpty();
            }
            return warning;
        }
    }
}
