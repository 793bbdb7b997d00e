package dev.slipstream.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Socket;
import dev.slipstream.testkit.transport.FaultProxy.Ending;
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
        try (FaultyLine line = FaultyLine.joined(carrier, options -> options.maxMessageBytes(LinkFault.MAX_MESSAGE))) {
            List<String> inFlight = line.askInVain(3);

            String told = fault.told(carrier);
            Deadline by = told.equals(LinkFault.MESSAGE)
                    ? Deadline.AT_ONCE
                    : page.of(fault.name()).by();
            long begun = System.nanoTime();
            fault.happen(line);

            assertThat(line.next()).isEqualTo(told);
            by.isKeptBy(begun);
            line.proxy().flow();
            if (told.equals(LinkFault.MESSAGE)) {
                line.expectAnswer(line.ask("echo"));
                line.proxy().end(Ending.CUT);
                assertThat(line.next()).isEqualTo("Failed(ConnectionLost)");
            }
            line.expectLost(inFlight);
            line.expectRecovery();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void f54AServerThatNeverAnswersTheCloseIsLeftAtTheDeadline() throws Exception {
        try (FaultyLine line = FaultyLine.joined(carrier, UnaryOperator.identity())) {
            List<String> inFlight = line.askInVain(2);
            line.proxy().stall();

            long begun = System.nanoTime();
            line.run(Socket::disconnect);

            assertThat(line.next()).isEqualTo(Kind.of(new DisconnectReason.Requested()));
            page.of("F54").by().isKeptBy(begun);
            line.expectLost(inFlight);
            assertThat(line.isToldNothing()).isTrue();
            line.proxy().flow();
            line.run(Socket::reconnect);
            line.expectRecovery();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aServerThatIsAwayForAWhileIsFoundAgain() throws Exception {
        try (FaultyLine line = FaultyLine.joined(carrier, UnaryOperator.identity())) {
            List<String> inFlight = line.askInVain(2);
            line.proxy().refuse();

            line.proxy().end(Ending.RESET);

            assertThat(line.next()).isEqualTo("Failed(ConnectionLost)");
            line.expectLost(inFlight);
            for (int i = 0; i < 3; i++) {
                assertThat(line.next()).isEqualTo("ConnectFailed(ConnectionRefused)");
            }
            line.ask("echo"); // nobody promises that it is answered, but it has its outcome
            line.proxy().accept();
            line.expectRecovery("ConnectFailed(ConnectionRefused)");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void allThatDripsByteByByteArrives() throws Exception {
        try (FaultyLine line = FaultyLine.joined(carrier, UnaryOperator.identity())) {
            line.proxy().drip(Duration.ofNanos(1));

            line.expectAnswer(line.ask("echo"));
            line.expectAnswer(line.ask("echo"));

            line.proxy().end(Ending.CUT);
            assertThat(line.next()).isEqualTo("Failed(ConnectionLost)");
            line.expectRecovery();
        }
    }
}
