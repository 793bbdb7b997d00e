package dev.slipstream.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Socket;
import dev.slipstream.transport.contract.FaultProxy.Ending;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole clients, whose open connections break in every way of the list: each is told what it was, comes back, and no
 * request is without its outcome. Several at a time, for they mostly wait.
 */
@Timeout(120)
@ParameterizedClass(name = "{0}, time {1}")
@MethodSource("dev.slipstream.system.faults.Carrier#runs")
class LinkFaultsTest {

    private final FaultsPage page = FaultsPage.read();
    private final Carrier carrier;

    LinkFaultsTest(Carrier carrier, int repetition) throws IOException {
        this.carrier = carrier;
    }

    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.CONCURRENT)
    void clientIsToldWhatHappenedAndComesBack(LinkFault fault) throws Exception {
        try (ProxiedScenario scenario =
                ProxiedScenario.joined(carrier, options -> options.maxMessageBytes(LinkFault.MAX_MESSAGE))) {
            List<String> inFlight = scenario.askInVain(3);

            String told = fault.told(carrier);
            Deadline by = told.equals(LinkFault.MESSAGE)
                    ? Deadline.AT_ONCE
                    : page.of(fault.name()).by();
            long begun = System.nanoTime();
            fault.happen(scenario);

            assertThat(scenario.next()).isEqualTo(told);
            by.isKeptBy(begun);
            scenario.proxy().flow();
            if (told.equals(LinkFault.MESSAGE)) {
                scenario.expectAnswer(scenario.ask("echo"));
                scenario.proxy().end(Ending.CUT);
                assertThat(scenario.next()).isEqualTo("Failed(ConnectionLost)");
            }
            scenario.expectLost(inFlight);
            scenario.expectRecovery();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void f54AServerThatNeverAnswersTheCloseIsLeftAtTheDeadline() throws Exception {
        try (ProxiedScenario scenario = ProxiedScenario.joined(carrier, UnaryOperator.identity())) {
            List<String> inFlight = scenario.askInVain(2);
            scenario.proxy().stall();

            long begun = System.nanoTime();
            scenario.run(Socket::disconnect);

            assertThat(scenario.next()).isEqualTo(Kind.of(new DisconnectReason.Requested()));
            page.of("F54").by().isKeptBy(begun);
            scenario.expectLost(inFlight);
            assertThat(scenario.isToldNothing()).isTrue();
            scenario.proxy().flow();
            scenario.run(Socket::reconnect);
            scenario.expectRecovery();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aServerThatIsAwayForAWhileIsFoundAgain() throws Exception {
        try (ProxiedScenario scenario = ProxiedScenario.joined(carrier, UnaryOperator.identity())) {
            List<String> inFlight = scenario.askInVain(2);
            scenario.proxy().refuse();

            scenario.proxy().end(Ending.RESET);

            assertThat(scenario.next()).isEqualTo("Failed(ConnectionLost)");
            scenario.expectLost(inFlight);
            for (int i = 0; i < 3; i++) {
                assertThat(scenario.next()).isEqualTo("ConnectFailed(ConnectionRefused)");
            }
            scenario.ask("echo"); // nobody promises that it is answered, but it has its outcome
            scenario.proxy().accept();
            scenario.expectRecovery("ConnectFailed(ConnectionRefused)");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void allThatDripsByteByByteArrives() throws Exception {
        try (ProxiedScenario scenario = ProxiedScenario.joined(carrier, UnaryOperator.identity())) {
            scenario.proxy().drip(Duration.ofNanos(1));

            scenario.expectAnswer(scenario.ask("echo"));
            scenario.expectAnswer(scenario.ask("echo"));

            scenario.proxy().end(Ending.CUT);
            assertThat(scenario.next()).isEqualTo("Failed(ConnectionLost)");
            scenario.expectRecovery();
        }
    }
}
