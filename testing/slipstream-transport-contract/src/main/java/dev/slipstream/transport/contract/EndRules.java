package dev.slipstream.transport.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason.Closed;
import dev.slipstream.core.DisconnectReason.Requested;
import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.transport.contract.RecordingListener.Call;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules for the end of a websocket, a part of {@link TransportContract}. */
@SuppressWarnings("javadoc") // method names describe the rules
public interface EndRules {

    /** The scenario of the running rule. */
    ContractScenario scenario();

    @Test
    @DisplayName("a close frame ends the websocket with its code, and is answered")
    @Tag("F47")
    @Tag("F48")
    @Tag("F49")
    @Tag("F50")
    default void closeFrameEndsTheWebsocketWithItsCode() throws Exception {
        for (int code : List.of(1000, 1001, 1008, 1011, 1012, 1013, 3000, 4999)) {
            scenario().connect(connection -> {
                connection.accept();
                connection.write(RawFrame.close(code, "w\u00f6rds"));
                scenario().see(connection.readUntilClose());
            });

            assertThat(scenario().ended()).isEqualTo(new Closed(code, "w\u00f6rds"));
            assertThat(((RawFrame) scenario().seen()).opcode()).isEqualTo(RawFrame.CLOSE);
        }
    }

    @Test
    @DisplayName("a close frame without a code is reported with code 1005")
    @Tag("F52")
    default void closeFrameWithoutCodeIsReportedAs1005() throws Exception {
        scenario().connectAndWrite(RawFrame.close(new byte[0]).bytes());

        Closed closed = (Closed) scenario().ended();

        assertThat(closed.code()).isIn(1000, 1005);
        scenario().differs(Difference.MISSING_CLOSE_CODE_REPORTED_AS_1000, closed.code() == 1000);
    }

    @Test
    @DisplayName("a close frame that comes while messages are being written is reported with its code")
    @Tag("F48")
    default void closeFrameIsReportedWhileMessagesAreBeingWritten() throws Exception {
        for (int i = 0; i < 6; i++) {
            Transport transport = scenario().connect(connection -> {
                connection.accept();
                connection.readFrame();
                connection.write(RawFrame.close(1001, ""));
                connection.readToEnd();
            });
            Optional<Call> reported;
            do {
                transport.send(new Frame.Text("one more"));
                transport.flush();
                reported = scenario().listener().nextWithin(0);
            } while (reported.isEmpty());

            assertThat(reported).contains(new Call.Ended(new Closed(1001, "")));
        }
    }

    @Test
    @DisplayName("TCP that ends without a close frame is reported as ConnectionLost")
    @Tag("F31")
    default void tcpEndWithoutCloseFrameIsReportedAsConnectionLost() throws Exception {
        scenario().connect(connection -> {
            connection.accept();
            connection.readFrame(); // when this frame arrives, the client has begun to read
            connection.finish();
            connection.readToEnd();
        });
        scenario().send("now");

        assertThat(scenario().failure()).isInstanceOf(Failure.ConnectionLost.class);
    }

    @Test
    @DisplayName("if TCP ends directly after messages, the end is reported after the messages")
    @Tag("F31")
    default void tcpEndDirectlyAfterMessagesIsReportedAfterThem() throws Exception {
        int messages = 20;
        RawServer server = scenario().serve(connection -> {
            connection.accept();
            for (int i = 0; i < messages; i++) {
                connection.readFrame();
                connection.write(RawFrame.text("answer"));
            }
            connection.finish();
            connection.readToEnd();
        });
        // A faulty library may miss the end of TCP only once in a few hundred rounds. So with 150 rounds, not every run
        // of this rule finds the fault.
        for (int round = 0; round < 150; round++) {
            Transport transport = scenario().connect(Attempt.to(server, "ws"));
            for (int i = 0; i < messages; i++) {
                transport.send(new Frame.Text("question"));
                transport.flush();
            }

            for (int i = 0; i < messages; i++) {
                assertThat(scenario().text()).as("round %d", round).isEqualTo("answer");
            }
            assertThat(scenario().failure()).as("round %d", round).isInstanceOf(Failure.ConnectionLost.class);
        }
    }

    @Test
    @DisplayName("a TCP reset is reported as ConnectionLost")
    @Tag("F32")
    default void resetIsReportedAsConnectionLost() throws Exception {
        scenario().connect(connection -> {
            connection.accept();
            connection.readFrame();
            connection.reset();
        });
        scenario().send("now");

        assertThat(scenario().failure()).isInstanceOf(Failure.ConnectionLost.class);
    }

    @Test
    @DisplayName("a truncated frame is not delivered")
    @Tag("F33")
    default void truncatedFrameIsNotDelivered() throws Exception {
        byte[] frame = RawFrame.text("never delivered").bytes();
        scenario().connect(connection -> {
            connection.accept();
            connection.readFrame();
            connection.write(Arrays.copyOf(frame, frame.length - 3));
            connection.finish();
            connection.readToEnd();
        });
        scenario().send("now");

        assertThat(scenario().failure()).isInstanceOf(Failure.ConnectionLost.class);
    }

    @Test
    default void closeWritesQueuedMessagesThenCloseFrame() throws Exception {
        RawServer server = scenario().serve(connection -> {
            connection.accept();
            scenario().see(connection.readFrame().text());
            scenario().see(connection.readFrame().text());
            RawFrame close = connection.readFrame();
            scenario().see(close.closeCode());
            connection.write(close.closeCode() == 4001 ? RawFrame.close(1000, "") : RawFrame.text("wrong"));
        });
        Transport transport = scenario().connect(Attempt.to(server, "ws").closeTimeout(Attempt.LONG));

        transport.send(new Frame.Text("one"));
        transport.send(new Frame.Text("two"));
        transport.close(4001, "done");

        assertThat(scenario().ended()).isEqualTo(new Requested());
        assertThat(scenario().seen()).isEqualTo("one");
        assertThat(scenario().seen()).isEqualTo("two");
        assertThat(scenario().seen()).isEqualTo(4001);
        assertThat(scenario().isSilent()).isTrue();
    }

    @Test
    default void closeWritesUnflushedMessagesWhileAnEarlierMessageIsBeingWritten() throws Exception {
        int unflushed = 64; // a client flushes at the latest after 64 callbacks
        CountDownLatch closed = new CountDownLatch(1);
        RawServer server = scenario().serve(connection -> {
            connection.accept();
            closed.await();
            scenario().see(connection.readMessage().payload().length);
            RawFrame frame = connection.readFrame();
            for (; frame.opcode() != RawFrame.CLOSE; frame = connection.readFrame()) {
                scenario().see(frame.text());
            }
            scenario().see(frame.closeCode());
            connection.write(RawFrame.close(frame.payload()));
        });
        Transport transport = scenario().connect(Attempt.to(server, "ws").closeTimeout(Attempt.LONG));

        transport.send(new Frame.Binary(new byte[12 << 20])); // more than the buffers of the kernel hold
        transport.flush();
        for (int i = 0; i < unflushed; i++) {
            assertThat(transport.send(new Frame.Text("m" + i))).isTrue();
        }
        transport.close(1000, "");
        closed.countDown();

        assertThat(scenario().ended()).isEqualTo(new Requested());
        assertThat(scenario().seen()).isEqualTo(12 << 20);
        for (int i = 0; i < unflushed; i++) {
            assertThat(scenario().seen()).isEqualTo("m" + i);
        }
        assertThat(scenario().seen()).isEqualTo(1000);
    }

    @Test
    @DisplayName("if the server does not answer the close frame, the websocket ends at the close deadline")
    @Tag("F54")
    default void unansweredCloseEndsAtTheDeadline() throws Exception {
        RawServer server = scenario().serve(connection -> {
            connection.accept();
            connection.readToEnd();
            scenario().see("end of TCP");
        });
        Transport transport = scenario().connect(Attempt.to(server, "ws").closeTimeout(Attempt.SHORT));
        long start = System.nanoTime();

        transport.close(1000, "");

        assertThat(scenario().ended()).isEqualTo(new Requested());
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Attempt.SHORT.minus(Attempt.EARLY));
        assertThat(scenario().seen()).isEqualTo("end of TCP");
    }

    @Test
    default void closeEndsAtTheDeadlineWhileWritingIsBlocked() throws Exception {
        RawServer server = scenario().serve(connection -> {
            connection.accept();
            scenario().seen(); // blocks until the rule ends, so the server reads nothing
        });
        Transport transport = scenario().connect(Attempt.to(server, "ws").closeTimeout(Attempt.SHORT));
        transport.send(new Frame.Binary(new byte[15 << 20]));
        transport.flush();

        transport.close(1000, "");

        assertThat(scenario().ended()).isEqualTo(new Requested());
        scenario().see("over");
    }

    @Test
    default void closeCompletesWhileReadingIsPaused() throws Exception {
        scenario().connectPaused(connection -> {
            connection.accept();
            connection.readFrame();
            connection.write(RawFrame.text("one"));
            connection.write(RawFrame.text("two"));
            connection.write(RawFrame.close(connection.readUntilClose().payload()));
        });
        assertThat(scenario().text()).isEqualTo("one");

        scenario().transport().close(1000, "");

        assertThat(scenario().endAfterMessages()).isEqualTo(new Requested());
    }

    @Test
    @DisplayName("nothing is reported after the end")
    @Tag("F53")
    default void nothingIsReportedAfterTheEnd() throws Exception {
        scenario()
                .connectAndWrite(
                        RawFrame.close(1001, "").bytes(), RawFrame.text("late").bytes());
        Transport transport = scenario().transport();

        assertThat(scenario().ended()).isEqualTo(new Closed(1001, ""));
        scenario().send("late");
        transport.resumeReading();
        transport.close(1000, "");
        transport.close(1000, "");
        assertThat(scenario().isSilent()).isTrue();
    }

    @Test
    default void noThreadIsLeftAfterTheLastWebsocketEnds() throws Exception {
        Transport transport = scenario().connect(RawConnection::acceptAndEcho);
        transport.close(1000, "");
        assertThat(scenario().ended()).isEqualTo(new Requested());

        // On an idle machine the threads end within 1 s. Threads of a pool that is not shut down live longer than 30 s.
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        for (Thread thread : scenario().newThreads()) {
            thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }

        assertThat(scenario().newThreads()).isEmpty();
    }
}
