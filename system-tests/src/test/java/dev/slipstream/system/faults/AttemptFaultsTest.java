package dev.slipstream.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Configuration;
import dev.slipstream.testkit.server.ServerSettings;
import dev.slipstream.testkit.server.TestCertificate;
import dev.slipstream.transport.contract.RawServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole clients whose attempts to connect fail in every way of the list that there is at the end of a proxy. */
@Timeout(120)
@ParameterizedClass(name = "{0}, time {1}")
@MethodSource("dev.slipstream.system.faults.Carrier#runs")
class AttemptFaultsTest {

    private static final UnaryOperator<Configuration.Builder> PLAIN = UnaryOperator.identity();
    private static final UnaryOperator<Configuration.Builder> HURRIED =
            options -> options.connectTimeout(FaultScenario.SHORT);

    private static TestCertificate localhost;
    private static TestCertificate elsewhere;

    private final FaultsPage page = FaultsPage.read();
    private final Carrier carrier;

    AttemptFaultsTest(Carrier carrier, int repetition) throws IOException {
        this.carrier = carrier;
    }

    @BeforeAll
    static void makeCertificates() {
        localhost = TestCertificate.forLocalhost();
        elsewhere = TestCertificate.forHost("elsewhere.example");
    }

    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.CONCURRENT)
    void clientIsToldWhatHappenedAndDoesWhatItShould(AttemptFault fault) throws Exception {
        try (ProxiedScenario scenario = ProxiedScenario.before(carrier, ServerSettings.standard(), PLAIN)) {
            fault.happen(carrier, scenario);

            long begun = System.nanoTime();
            scenario.start();

            if (fault == AttemptFault.F28) {
                assertThat(scenario.next()).isEqualTo(FaultedClient.CONNECTED);
            }
            assertThat(scenario.next()).isEqualTo(fault.told());
            page.of(fault.name()).by().isKeptBy(begun);
            scenario.expectRecovery();
            assertThat(scenario.lastAbsence()).isGreaterThanOrEqualTo(fault.retryAfter());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void f03WhereNobodyListensItIsTriedUntilSomebodyDoes() throws Exception {
        try (ProxiedScenario scenario = ProxiedScenario.before(carrier, ServerSettings.standard(), PLAIN)) {
            scenario.proxy().refuse();
            long begun = System.nanoTime();
            scenario.start();

            expectTold("F03", scenario, begun);
            assertThat(scenario.next()).isEqualTo("ConnectFailed(ConnectionRefused)");

            scenario.proxy().accept();
            scenario.expectRecovery("ConnectFailed(ConnectionRefused)");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void f26AServerThatNeverAnswersIsLeftAtTheDeadline() throws Exception {
        try (ProxiedScenario scenario = ProxiedScenario.before(carrier, ServerSettings.standard(), HURRIED)) {
            scenario.proxy().stall();
            long begun = System.nanoTime();
            scenario.start();

            expectTold("F26", scenario, begun);

            scenario.proxy().flow();
            scenario.expectRecovery("ConnectFailed(ConnectTimedOut)");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void f10TlsThatStallsIsLeftAtTheDeadline() throws Exception {
        ServerSettings secured = ServerSettings.standard().withCertificate(localhost);
        try (ProxiedScenario scenario = ProxiedScenario.before(
                carrier, secured, options -> HURRIED.apply(options).tls(localhost.trusted()))) {
            scenario.proxy().stall();
            long begun = System.nanoTime();
            scenario.start();

            expectTold("F10", scenario, begun);

            scenario.proxy().flow();
            scenario.expectRecovery("ConnectFailed(ConnectTimedOut)");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void f05ACertificateThatNobodyTrustsIsNotTriedAgain() throws Exception {
        expectNoTrust("F05", localhost, elsewhere);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void f06ACertificateForAnotherHostIsNotTriedAgain() throws Exception {
        expectNoTrust("F06", elsewhere, elsewhere);
    }

    /** The one thing that the page says, when it says. */
    private void expectTold(String fault, ProxiedScenario scenario, long begun) throws InterruptedException {
        FaultsPage.Row row = page.of(fault);
        assertThat(row.kinds()).containsExactly(scenario.next());
        row.by().isKeptBy(begun);
    }

    private void expectNoTrust(String fault, TestCertificate shown, TestCertificate trusted) throws Exception {
        ServerSettings secured = ServerSettings.standard().withCertificate(shown);
        try (ProxiedScenario scenario =
                ProxiedScenario.before(carrier, secured, options -> options.tls(trusted.trusted()))) {
            long begun = System.nanoTime();
            scenario.start();

            expectTold(fault, scenario, begun);
            assertThat(scenario.isToldNothing()).isTrue();
            assertThat(scenario.proxy().connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F12", "F13"})
    @Execution(ExecutionMode.CONCURRENT)
    void aServerThatDeniesItTwiceIsNotAskedAThirdTime(AttemptFault fault) throws Exception {
        try (ProxiedScenario scenario = ProxiedScenario.before(carrier, ServerSettings.standard(), PLAIN)) {
            fault.happen(carrier, scenario);
            fault.happen(carrier, scenario);
            scenario.start();

            assertThat(scenario.next()).isEqualTo(fault.told());
            assertThat(scenario.next()).isEqualTo(fault.told());
            assertThat(scenario.isToldNothing()).isTrue();
            assertThat(scenario.proxy().connections()).isEqualTo(2);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void f29AProxyThatAsksForCredentialsIsAskedAgain() throws Exception {
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
                        carrier,
                        ServerSettings.standard(),
                        options -> options.proxy(ProxySelector.of(proxy.address())))) {
            long begun = System.nanoTime();
            scenario.start();

            expectTold("F29", scenario, begun);
            scenario.expectRecovery();
            assertThat(asked).hasValue(2);
        }
    }
}
