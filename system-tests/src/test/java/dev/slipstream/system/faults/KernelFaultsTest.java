package dev.slipstream.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.slipstream.core.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs whole clients whose packets the kernel drops or rejects, in a separate network namespace. A proxy can only
 * imitate such faults. These tests run only with {@code -Dkernel.faults=true}, as root.
 */
@Tag("kernel")
@EnabledIfSystemProperty(named = "kernel.faults", matches = "true", disabledReason = "-Dkernel.faults=true runs it")
@ParameterizedClass(name = "{0}, time {1}")
@MethodSource("dev.slipstream.system.faults.TestedTransport#runs")
class KernelFaultsTest {

    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration SLACK = Duration.ofSeconds(60);

    /** A test of packet loss is valid only if at least this number of packets was dropped. */
    private static final int LOST = 20;

    private static Namespace namespace;
    private static NamespacedServer server;

    private final TestedTransport transport;
    private FaultScenario scenario;

    KernelFaultsTest(TestedTransport transport, int repetition) {
        this.transport = transport;
    }

    @BeforeAll
    static void createNetwork() throws Exception {
        Optional<String> obstacle = Namespace.obstacle();
        if (obstacle.isPresent()) {
            System.err.println("*** KERNEL FAULTS SKIPPED: " + obstacle.get());
            abort("cannot cause kernel faults: " + obstacle.get());
        }
        namespace = Namespace.create();
        server = NamespacedServer.start(namespace);
    }

    @AfterAll
    static void removeNetwork() throws Exception {
        try (Namespace made = namespace;
                NamespacedServer started = server) {
            assertThat(made == null).isEqualTo(started == null);
        }
    }

    private void connect(Duration patience) throws Exception {
        scenario = new FaultScenario(
                transport,
                FaultScenario.configuration(
                        server.uri().toString(),
                        options -> options.allowCleartextCredentials()
                                .connectTimeout(patience)
                                .heartbeatInterval(HEARTBEAT)
                                .heartbeatTimeout(patience)));
        scenario.startAndJoin();
    }

    @AfterEach
    void everyRequestHasOneOutcome() throws Exception {
        namespace.pass();
        scenario.end();
        scenario.assertReceivedOnce(server.received());
    }

    @Test
    @Tag("F04")
    @Tag("F34")
    void halfOpenLinkIsDetectedByHeartbeat() throws Exception {
        connect(PATIENCE);
        List<String> inFlight = new ArrayList<>(scenario.requestsWithoutReply(3));
        long dropped = System.nanoTime();
        namespace.drop();
        inFlight.add(scenario.request("echo")); // the socket accepts the request, but its packet is dropped

        assertThat(scenario.next()).isEqualTo("Failed(HeartbeatTimedOut)");
        assertThat(Duration.ofNanos(System.nanoTime() - dropped))
                .isLessThan(HEARTBEAT.plus(PATIENCE).plus(SLACK));
        scenario.expectLost(inFlight);
        assertThat(scenario.next()).isEqualTo("ConnectFailed(ConnectTimedOut)");
        assertThat(namespace.taken()).isPositive();

        namespace.pass();
        scenario.expectRecovery("ConnectFailed(ConnectTimedOut)");
    }

    @Test
    @Tag("F34")
    void unpluggedLinkIsDetectedByHeartbeat() throws Exception {
        connect(PATIENCE);
        List<String> inFlight = scenario.requestsWithoutReply(3);
        namespace.unplug();

        assertThat(scenario.next()).isEqualTo("Failed(HeartbeatTimedOut)");
        scenario.expectLost(inFlight);
        String unreachable = scenario.next();
        assertThat(unreachable).isIn("ConnectFailed(ConnectTimedOut)", "ConnectFailed(ConnectionRefused)");

        namespace.pass();
        scenario.expectRecovery(unreachable);
    }

    @Test
    @Tag("F03")
    @Tag("F32")
    void resetEndsTheConnectionAndRefusesTheNextAttempt() throws Exception {
        connect(PATIENCE);
        List<String> inFlight = scenario.requestsWithoutReply(3);
        namespace.reset();
        scenario.request("echo"); // sends a packet, which is answered with a reset

        assertThat(scenario.next()).isEqualTo("Failed(ConnectionLost)");
        scenario.expectLost(inFlight);
        assertThat(scenario.next()).isEqualTo("ConnectFailed(ConnectionRefused)");
        assertThat(namespace.taken()).isPositive();

        namespace.pass();
        scenario.expectRecovery("ConnectFailed(ConnectionRefused)");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 20})
    void lostPacketsAreRetransmitted(int percent) throws Exception {
        // A link with high packet loss is slow, not dead. So the timeouts leave TCP enough time to retransmit.
        connect(PATIENCE.multipliedBy(15));
        namespace.lose(percent);

        while (namespace.taken() < LOST) {
            scenario.expectAnswer(scenario.request("echo"));
        }
        scenario.run(Socket::disconnect);
        assertThat(scenario.next()).isEqualTo("Requested");
        scenario.run(Socket::reconnect);
        scenario.expectRecovery();
    }
}
