package dev.slipstream.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.testkit.server.ServerSettings;
import dev.slipstream.testkit.server.TestCertificate;
import dev.slipstream.transport.contract.RawServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs whole clients whose connection attempts fail in each way that {@code docs/proofs/faults.md} lists. A proxy
 * causes the failures.
 */
@Timeout(300)
@ParameterizedClass(name = "{0}, time {1}")
@MethodSource("dev.slipstream.system.faults.TestedTransport#runs")
class AttemptFaultsTest {

    private static final UnaryOperator<Configuration.Builder> PLAIN = UnaryOperator.identity();
    private static final UnaryOperator<Configuration.Builder> STOP_WHEN_REFUSED =
            options -> options.reconnectPolicy(ReconnectPolicy.stopWhenRefused());
    private static final UnaryOperator<Configuration.Builder> SHORT_SLOW_BACKOFF =
            options -> options.slowReconnectBackoff(Backoff.exact(List.of(Duration.ofMillis(200))));
    private static final UnaryOperator<Configuration.Builder> SHORT_TIMEOUT =
            options -> options.connectTimeout(FaultScenario.CONNECTING);

    private static TestCertificate localhost;
    private static TestCertificate elsewhere;

    private final FaultsPage page = FaultsPage.read();
    private final TestedTransport transport;

    AttemptFaultsTest(TestedTransport transport, int repetition) throws IOException {
        this.transport = transport;
    }

    @BeforeAll
    static void makeCertificates() {
        localhost = TestCertificate.forLocalhost();
        elsewhere = TestCertificate.forHost("elsewhere.example");
    }

    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.CONCURRENT)
    void clientReportsTheFaultAndRetries(AttemptFault fault) throws Exception {
        try (ProxiedScenario scenario = ProxiedScenario.before(transport, ServerSettings.standard(), PLAIN)) {
            fault.apply(transport, scenario);

            long begun = System.nanoTime();
            scenario.start();

            if (fault == AttemptFault.F28) {
                assertThat(scenario.next()).isEqualTo(FaultedClient.CONNECTED);
            }
            assertThat(scenario.next()).isEqualTo(fault.reported());
            page.of(fault.name()).by().assertKept(begun);
            scenario.expectRecovery();
            assertThat(scenario.lastAbsence()).isGreaterThanOrEqualTo(fault.retryAfter());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @Tag("F03")
    void refusedConnectionIsRetriedUntilAServerListens() throws Exception {
        try (ProxiedScenario scenario = ProxiedScenario.before(transport, ServerSettings.standard(), PLAIN)) {
            scenario.proxy().refuse();
            long begun = System.nanoTime();
            scenario.start();

            expectReported("F03", scenario, begun);
            assertThat(scenario.next()).isEqualTo("ConnectFailed(ConnectionRefused)");

            scenario.proxy().accept();
            scenario.expectRecovery("ConnectFailed(ConnectionRefused)");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @Tag("F26")
    void unansweredHandshakeEndsAtTheDeadline() throws Exception {
        try (ProxiedScenario scenario = ProxiedScenario.before(transport, ServerSettings.standard(), SHORT_TIMEOUT)) {
            scenario.proxy().stall();
            long begun = System.nanoTime();
            scenario.start();

            expectReported("F26", scenario, begun);

            scenario.proxy().flow();
            scenario.expectRecovery("ConnectFailed(ConnectTimedOut)");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @Tag("F10")
    void stalledTlsHandshakeEndsAtTheDeadline() throws Exception {
        ServerSettings secured = ServerSettings.standard().withCertificate(localhost);
        try (ProxiedScenario scenario = ProxiedScenario.before(
                transport, secured, options -> SHORT_TIMEOUT.apply(options).tls(localhost.trusted()))) {
            scenario.proxy().stall();
            long begun = System.nanoTime();
            scenario.start();

            expectReported("F10", scenario, begun);

            scenario.proxy().flow();
            scenario.expectRecovery("ConnectFailed(ConnectTimedOut)");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @Tag("F05")
    void untrustedCertificateIsReportedAndRetried() throws Exception {
        expectTlsFailure("F05", localhost, elsewhere);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @Tag("F06")
    void certificateForAnotherHostIsReportedAndRetried() throws Exception {
        expectTlsFailure("F06", elsewhere, elsewhere);
    }

    /**
     * Expects that the client reports the disconnect reason in the fault's row of the page. The report must not come
     * before the row's deadline.
     */
    private void expectReported(String fault, ProxiedScenario scenario, long begun) throws InterruptedException {
        FaultsPage.Row row = page.of(fault);
        assertThat(row.kinds()).containsExactly(scenario.next());
        row.by().assertKept(begun);
    }

    private void expectTlsFailure(String fault, TestCertificate shown, TestCertificate trusted) throws Exception {
        ServerSettings secured = ServerSettings.standard().withCertificate(shown);
        try (ProxiedScenario scenario =
                ProxiedScenario.before(transport, secured, options -> options.tls(trusted.trusted()))) {
            long begun = System.nanoTime();
            scenario.start();

            expectReported(fault, scenario, begun);
            assertThat(page.of(fault).kinds()).containsExactly(scenario.next());
        }
        try (ProxiedScenario scenario = ProxiedScenario.before(
                transport, secured, options -> STOP_WHEN_REFUSED.apply(options.tls(trusted.trusted())))) {
            scenario.start();

            assertThat(page.of(fault).kinds()).containsExactly(scenario.next());
            assertThat(scenario.isQuiet()).isTrue();
            assertThat(scenario.proxy().connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F12", "F13"})
    @Execution(ExecutionMode.CONCURRENT)
    void clientRecoversFromServerThatRefusesForAWhile(AttemptFault fault) throws Exception {
        try (ProxiedScenario scenario =
                ProxiedScenario.before(transport, ServerSettings.standard(), SHORT_SLOW_BACKOFF)) {
            for (int i = 0; i < 4; i++) {
                fault.apply(transport, scenario);
            }
            scenario.start();

            for (int i = 0; i < 4; i++) {
                assertThat(scenario.next()).isEqualTo(fault.reported());
            }
            scenario.expectRecovery();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F12", "F13"})
    @Execution(ExecutionMode.CONCURRENT)
    void stopWhenRefusedEndsRetriesAtSecondDenial(AttemptFault fault) throws Exception {
        try (ProxiedScenario scenario =
                ProxiedScenario.before(transport, ServerSettings.standard(), STOP_WHEN_REFUSED)) {
            fault.apply(transport, scenario);
            fault.apply(transport, scenario);
            scenario.start();

            assertThat(scenario.next()).isEqualTo(fault.reported());
            assertThat(scenario.next()).isEqualTo(fault.reported());
            assertThat(scenario.isQuiet()).isTrue();
            assertThat(scenario.proxy().connections()).isEqualTo(2);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @Tag("F29")
    void proxyThatRequiresCredentialsIsRetried() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        RawServer.Script proxying = connection -> {
            if (asked.incrementAndGet() == 1) {
                connection.refuse("407 Proxy Authentication Required", "", "Proxy-Authenticate: Basic");
                return;
            }
            String target = connection.readRequest().getFirst().split(" ")[1];
            connection.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            URI uri = URI.create("http://" + target);
            connection.tunnelTo(new InetSocketAddress(uri.getHost(), uri.getPort()));
        };
        try (RawServer proxy = RawServer.start(proxying);
                ProxiedScenario scenario = ProxiedScenario.before(
                        transport,
                        ServerSettings.standard(),
                        options -> options.proxy(ProxySelector.of(proxy.address())))) {
            long begun = System.nanoTime();
            scenario.start();

            expectReported("F29", scenario, begun);
            scenario.expectRecovery();
            assertThat(asked).hasValue(2);
        }
    }
}
