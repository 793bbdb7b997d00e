package dev.slipstream.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Socket;
import dev.slipstream.transport.contract.FaultProxy.Ending;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
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
 * Runs whole clients whose open connections break in each way that {@code docs/proofs/faults.md} lists. Each client
 * reports the fault and reconnects, and each request has an outcome. If the client tolerates a fault, the proxy then
 * cuts the connection, so that the client reconnects. The tests run concurrently, because they mostly wait.
 */
@Timeout(300)
@ParameterizedClass(name = "{0}, time {1}")
@MethodSource("dev.slipstream.system.faults.TestedTransport#runs")
class LinkFaultsTest {

    private final FaultsPage page = FaultsPage.read();
    private final TestedTransport transport;

    LinkFaultsTest(TestedTransport transport, int repetition) throws IOException {
        this.transport = transport;
    }

    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.CONCURRENT)
    void clientReportsTheFaultAndReconnects(LinkFault fault) throws Exception {
        try (ProxiedScenario scenario =
                ProxiedScenario.joined(transport, options -> options.maxMessageBytes(LinkFault.MAX_MESSAGE))) {
            List<String> inFlight = scenario.requestsWithoutReply(3);

            String reported = fault.reported(transport);
            boolean isAtOnce = reported.equals(LinkFault.MESSAGE) || reported.startsWith("Failed(MessageTooLarge");
            Deadline by = isAtOnce ? Deadline.AT_ONCE : page.of(fault.name()).by();
            long begun = System.nanoTime();
            fault.apply(scenario);

            assertThat(scenario.next()).isEqualTo(reported);
            by.assertKept(begun);
            scenario.proxy().flow();
            if (reported.equals(LinkFault.MESSAGE)) {
                scenario.expectAnswer(scenario.request("echo"));
                scenario.proxy().end(Ending.CUT);
                assertThat(scenario.next()).isEqualTo("Failed(ConnectionLost)");
            }
            scenario.expectLost(inFlight);
            scenario.expectRecovery();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @Tag("F54")
    void unansweredCloseEndsAtTheDeadline() throws Exception {
        try (ProxiedScenario scenario = ProxiedScenario.joined(transport, UnaryOperator.identity())) {
            List<String> inFlight = scenario.requestsWithoutReply(2);
            scenario.proxy().stall();

            long begun = System.nanoTime();
            scenario.run(Socket::disconnect);

            assertThat(scenario.next()).isEqualTo(Kind.of(new DisconnectReason.Requested()));
            page.of("F54").by().assertKept(begun);
            scenario.expectLost(inFlight);
            assertThat(scenario.isQuiet()).isTrue();
            scenario.proxy().flow();
            scenario.run(Socket::reconnect);
            scenario.expectRecovery();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void clientReconnectsAfterTheServerWasAway() throws Exception {
        try (ProxiedScenario scenario = ProxiedScenario.joined(transport, UnaryOperator.identity())) {
            List<String> inFlight = scenario.requestsWithoutReply(2);
            scenario.proxy().refuse();

            scenario.proxy().end(Ending.RESET);

            assertThat(scenario.next()).isEqualTo("Failed(ConnectionLost)");
            scenario.expectLost(inFlight);
            for (int i = 0; i < 3; i++) {
                assertThat(scenario.next()).isEqualTo("ConnectFailed(ConnectionRefused)");
            }
            scenario.request("echo"); // a reply and a loss are both valid outcomes
            scenario.proxy().accept();
            scenario.expectRecovery("ConnectFailed(ConnectionRefused)");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void messagesArriveByteByByte() throws Exception {
        try (ProxiedScenario scenario = ProxiedScenario.joined(transport, UnaryOperator.identity())) {
            scenario.proxy().drip(Duration.ofNanos(1));

            scenario.expectAnswer(scenario.request("echo"));
            scenario.expectAnswer(scenario.request("echo"));

            scenario.proxy().end(Ending.CUT);
            assertThat(scenario.next()).isEqualTo("Failed(ConnectionLost)");
            scenario.expectRecovery();
        }
    }
}
