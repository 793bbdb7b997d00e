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
 * Whole clients whose packets the kernel drops or refuses, on a way through a network of its own: nothing that a program
 * does to a socket is quite like it. With {@code -Dkernel.faults=true}, where that is allowed.
 */
@Tag("kernel")
@EnabledIfSystemProperty(named = "kernel.faults", matches = "true", disabledReason = "-Dkernel.faults=true runs it")
@ParameterizedClass(name = "{0}, time {1}")
@MethodSource("dev.slipstream.system.faults.Carrier#runs")
class KernelFaultsTest {

    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration SLACK = Duration.ofSeconds(10);

    /** So many packets must be lost before a test says that it lost packets. */
    private static final int LOST = 20;

    private static Namespace namespace;
    private static DistantServer server;

    private final Carrier carrier;
    private FaultScenario scenario;

    KernelFaultsTest(Carrier carrier, int repetition) {
        this.carrier = carrier;
    }

    @BeforeAll
    static void layTheCable() throws Exception {
        Optional<String> obstacle = Namespace.obstacle();
        if (obstacle.isPresent()) {
            System.err.println("*** KERNEL FAULTS WERE NOT TRIED: " + obstacle.get());
            abort("no kernel faults here: " + obstacle.get());
        }
        namespace = Namespace.create();
        server = DistantServer.start(namespace);
    }

    @AfterAll
    static void takeItAway() throws Exception {
        try (Namespace made = namespace;
                DistantServer started = server) {
            assertThat(made == null).isEqualTo(started == null);
        }
    }

    private void connect(Duration patience) throws Exception {
        scenario = new FaultScenario(
                carrier,
                FaultScenario.configuration(
                        server.uri().toString(),
                        options -> options.allowCleartextCredentials()
                                .connectTimeout(patience)
                                .heartbeatInterval(HEARTBEAT)
                                .heartbeatTimeout(patience)));
        scenario.startAndJoin();
    }

    @AfterEach
    void everyRequestHadOneOutcome() throws Exception {
        namespace.pass();
        scenario.end();
        scenario.assertTakenOnce(server.taken());
    }

    @Test
    void f34f04AHalfOpenLinkIsFoundByTheHeartbeatAndNobodyIsReachedThroughIt() throws Exception {
        connect(PATIENCE);
        List<String> inFlight = new ArrayList<>(scenario.askInVain(3));
        long dropped = System.nanoTime();
        namespace.drop();
        inFlight.add(scenario.ask("echo")); // written, for all that the client can tell

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
    void f34ACableThatIsPulledIsFoundByTheHeartbeatAndItsReturnByTheNextAttempt() throws Exception {
        connect(PATIENCE);
        List<String> inFlight = scenario.askInVain(3);
        namespace.unplug();

        assertThat(scenario.next()).isEqualTo("Failed(HeartbeatTimedOut)");
        scenario.expectLost(inFlight);
        String unreachable = scenario.next();
        assertThat(unreachable).isIn("ConnectFailed(ConnectTimedOut)", "ConnectFailed(ConnectionRefused)");

        namespace.pass();
        scenario.expectRecovery(unreachable);
    }

    @Test
    void f32f03AResetIsALossAndWhereEverySynIsResetNobodyListens() throws Exception {
        connect(PATIENCE);
        List<String> inFlight = scenario.askInVain(3);
        namespace.reset();
        scenario.ask("echo"); // the next packet, if no heartbeat was sooner

        assertThat(scenario.next()).isEqualTo("Failed(ConnectionLost)");
        scenario.expectLost(inFlight);
        assertThat(scenario.next()).isEqualTo("ConnectFailed(ConnectionRefused)");
        assertThat(namespace.taken()).isPositive();

        namespace.pass();
        scenario.expectRecovery("ConnectFailed(ConnectionRefused)");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 20})
    void whatIsLostOnTheWayTcpSendsAgain(int percent) throws Exception {
        // A link that loses much is slow, and slow is not dead: it is given more time than TCP needs.
        connect(PATIENCE.multipliedBy(15));
        namespace.lose(percent);

        while (namespace.taken() < LOST) {
            scenario.expectAnswer(scenario.ask("echo"));
        }
        scenario.run(Socket::disconnect);
        assertThat(scenario.next()).isEqualTo("Requested");
        scenario.run(Socket::reconnect);
        scenario.expectRecovery();
    }
}
