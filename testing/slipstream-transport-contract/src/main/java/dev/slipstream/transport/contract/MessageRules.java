// This file has more than 300 lines, because all rules for messages are in one place.
package dev.slipstream.transport.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.transport.contract.RecordingListener.Call;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules for an open websocket, a part of {@link TransportContract}. */
@SuppressWarnings("javadoc") // method names describe the rules
public interface MessageRules {

    /** The scenario of the running rule. */
    ContractScenario scenario();

    @Test
    default void textAndBinaryMessagesAreSentAndReceived() throws Exception {
        Transport transport = scenario().connect(RawConnection::acceptAndEcho);

        transport.send(new Frame.Text("gr\u00fc\u00df \ud83d\ude00 \u2028"));
        transport.send(new Frame.Binary(new byte[] {0, -1, 127}));
        transport.send(new Frame.Text(""));
        transport.flush();

        assertThat(scenario().text()).isEqualTo("gr\u00fc\u00df \ud83d\ude00 \u2028");
        assertThat(((Frame.Binary) scenario().received()).bytes()).containsExactly(0, -1, 127);
        assertThat(scenario().text()).isEmpty();
    }

    @Test
    default void largeMessagesAreSentAndReceived() throws Exception {
        scenario().connect(connection -> {
            connection.accept();
            RawFrame message = connection.readMessage();
            connection.write(new RawFrame(message.first(), false, message.payload()));
            connection.readToEnd();
        });
        String large = "\u00e9\ud83d\ude00 ".repeat(100_000);

        scenario().send(large);

        assertThat(scenario().text()).isEqualTo(large);
    }

    @Test
    default void messagesAreWrittenInSendOrder() throws Exception {
        Transport transport = scenario().connect(RawConnection::acceptAndEcho);

        for (int i = 0; i < 300; i++) {
            assertThat(transport.send(new Frame.Text("m" + i))).isTrue();
        }
        transport.flush();

        for (int i = 0; i < 300; i++) {
            assertThat(scenario().text()).isEqualTo("m" + i);
        }
    }

    @Test
    default void everyMessageIsFollowedByReadComplete() throws Exception {
        scenario().connectAndWrite(RawFrame.text("a").bytes());

        assertThat(scenario().listener().nextOfAll()).isEqualTo(new Call.Received(new Frame.Text("a")));
        assertThat(scenario().listener().nextOfAll()).isEqualTo(new Call.ReadCompleted());
    }

    @Test
    @DisplayName("a message that the server writes together with the 101 response is received")
    @Tag("F28")
    default void messageInTheSameWriteAsTheResponseArrives() throws Exception {
        scenario().connect(connection -> {
            var request = connection.readRequest();
            connection.write(connection.answer(request), RawFrame.text("early").bytes());
            connection.readToEnd();
        });

        assertThat(scenario().text()).isEqualTo("early");
    }

    @Test
    @DisplayName("fragments are joined, even with split characters and a ping in between")
    @Tag("F40")
    @Tag("F43")
    default void fragmentsAreJoined() throws Exception {
        byte[] text = "x\u20acy\ud83d\ude00z".getBytes(StandardCharsets.UTF_8);
        scenario().connect(connection -> {
            connection.accept();
            connection.write(new RawFrame(RawFrame.TEXT, false, Arrays.copyOfRange(text, 0, 2)));
            connection.write(RawFrame.ping("p"));
            connection.write(new RawFrame(RawFrame.CONTINUATION, false, Arrays.copyOfRange(text, 2, 7)));
            connection.write(new RawFrame(
                    RawFrame.FIN | RawFrame.CONTINUATION, false, Arrays.copyOfRange(text, 7, text.length)));
            scenario().see(connection.readFrame());
            connection.readToEnd();
        });

        Call first = scenario().next();
        boolean reported = first instanceof Call.Pinged;
        scenario().differs(Difference.PINGS_NOT_REPORTED, !reported);
        Call message = reported ? scenario().next() : first;
        assertThat(message).isEqualTo(new Call.Received(new Frame.Text("x\u20acy\ud83d\ude00z")));
        RawFrame pong = (RawFrame) scenario().seen();
        assertThat(pong.opcode()).isEqualTo(RawFrame.PONG);
        assertThat(pong.text()).isEqualTo("p");
        assertThat(pong.masked()).isTrue();
    }

    @Test
    @DisplayName("an unsolicited pong has no effect")
    @Tag("F46")
    default void unsolicitedPongHasNoEffect() throws Exception {
        scenario().connect(connection -> {
            connection.accept();
            connection.write(RawFrame.pong("p"));
            connection.write(RawFrame.text("after"));
            connection.readToEnd();
        });

        Call first = scenario().next();
        boolean reported = first instanceof Call.Ponged;
        scenario().differs(Difference.PONGS_NOT_REPORTED, !reported);
        assertThat(reported ? scenario().next() : first).isEqualTo(new Call.Received(new Frame.Text("after")));
    }

    @Test
    @DisplayName("a message above the limit ends the connection, a message at the limit does not")
    @Tag("F35")
    default void messageAboveTheLimitEndsTheConnection() throws Exception {
        RawServer server = scenario().serve(connection -> {
            connection.accept();
            connection.write(RawFrame.text("\u20ac".repeat(333) + "a"));
            connection.write(RawFrame.text("\u20ac".repeat(333) + "aa"));
            connection.readToEnd();
        });
        scenario().connect(Attempt.to(server, "ws").maxMessageBytes(1000));

        assertThat(scenario().text()).hasSize(334);
        assertThat(scenario().failure()).isEqualTo(new Failure.MessageTooLarge(1000));
    }

    @Test
    @DisplayName("the limit applies to all fragments together")
    @Tag("F35")
    default void messageLimitCountsAllFragments() throws Exception {
        RawServer server = scenario().serve(connection -> {
            connection.accept();
            connection.write(new RawFrame(RawFrame.BINARY, false, new byte[900]));
            connection.write(new RawFrame(RawFrame.CONTINUATION, false, new byte[900]));
            connection.readToEnd();
        });
        scenario().connect(Attempt.to(server, "ws").maxMessageBytes(1000));

        assertThat(scenario().failure()).isEqualTo(new Failure.MessageTooLarge(1000));
    }

    @Test
    default void messagesAreHeldDuringPauseAndDeliveredAfterResume() throws Exception {
        scenario().connectPaused(connection -> {
            connection.accept();
            connection.readFrame();
            for (int i = 0; i < 5; i++) {
                connection.write(RawFrame.text("m" + i));
            }
            connection.readToEnd();
        });

        assertThat(scenario().text()).isEqualTo("m0");
        assertThat(scenario().isSilent()).isTrue();

        scenario().resume();
        for (int i = 1; i < 5; i++) {
            assertThat(scenario().text()).isEqualTo("m" + i);
        }
    }

    @Test
    default void pausedReadingBlocksTheServersWrites() throws Exception {
        int megabytes = 32; // more than the buffers of the kernel and of a transport hold
        scenario().connectPaused(connection -> {
            connection.accept();
            connection.readFrame();
            byte[] megabyte = RawFrame.binary(new byte[1 << 20]).bytes();
            for (int i = 0; i < megabytes; i++) {
                connection.write(megabyte);
            }
            scenario().see("all is written");
            connection.readToEnd();
        });

        assertThat(scenario().received().weight()).isEqualTo(1 << 20);
        assertThat(scenario().isSilent()).isTrue();
        assertThat(scenario().seesNothing()).isTrue();

        scenario().resume();
        for (int i = 1; i < megabytes; i++) {
            assertThat(scenario().received().weight()).isEqualTo(1 << 20);
        }
        assertThat(scenario().seen()).isEqualTo("all is written");
    }

    @Test
    default void messagesAboveTheOutboundLimitAreRejected() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        RawServer server = scenario().serve(connection -> {
            connection.accept();
            read.await();
            connection.readToEnd();
        });
        Transport transport = scenario().connect(Attempt.to(server, "ws").maxOutbound(1000, 8 << 20));
        Frame megabyte = new Frame.Binary(new byte[1 << 20]);

        int taken = 0;
        while (taken < 100 && transport.send(megabyte)) {
            taken++;
            transport.flush();
        }
        read.countDown();

        // The kernel's buffers hold the first frames. The transport's queue holds the other frames, up to 8 MiB.
        assertThat(taken).isBetween(8, 40);
    }

    @Test
    default void framesAboveTheOutboundFrameLimitAreRejected() throws Exception {
        RawServer server = scenario().serve(RawConnection::readToEnd);
        Transport transport = scenario().open(Attempt.to(server, "ws").maxOutbound(3, 1000));

        assertThat(transport.send(new Frame.Text("1"))).isTrue();
        assertThat(transport.send(new Frame.Text("2"))).isTrue();
        assertThat(transport.send(new Frame.Text("3"))).isTrue();
        assertThat(transport.send(new Frame.Text("4"))).isFalse();
    }

    @Test
    default void framesAboveTheOutboundByteLimitAreRejected() throws Exception {
        RawServer server = scenario().serve(RawConnection::readToEnd);
        Transport transport = scenario().open(Attempt.to(server, "ws").maxOutbound(10, 1000));

        assertThat(transport.send(new Frame.Binary(new byte[1001]))).isFalse();
        assertThat(transport.send(new Frame.Binary(new byte[999]))).isTrue();
        assertThat(transport.send(new Frame.Text("12"))).isFalse();
        assertThat(transport.send(new Frame.Text("1"))).isTrue();
        assertThat(transport.send(new Frame.Text("2"))).isFalse();
    }

    @Test
    default void writtenFramesFreeOutboundCapacity() throws Exception {
        RawServer server = scenario().serve(RawConnection::acceptAndEcho);
        Transport transport = scenario().connect(Attempt.to(server, "ws").maxOutbound(1, 1000));

        for (int i = 0; i < 20; i++) {
            Frame next = new Frame.Text("m" + i);
            // The echo of a frame may arrive before the transport registers that the frame was written.
            ContractScenario.await("room for a frame", () -> transport.send(next));
            transport.flush();
            assertThat(scenario().text()).isEqualTo("m" + i);
        }
    }

    @Test
    default void roomIsReportedOnceItWasDenied() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        RawServer server = scenario().serve(connection -> {
            connection.accept();
            read.await();
            connection.echo();
        });
        Transport transport = scenario().connect(Attempt.to(server, "ws").maxOutbound(1000, 8 << 20));
        Frame megabyte = new Frame.Binary(new byte[1 << 20]);

        for (int i = 0; i < 100 && transport.hasRoom(); i++) {
            assertThat(transport.send(megabyte)).isTrue();
            transport.flush();
        }
        assertThat(transport.send(new Frame.Text("last")))
                .as("half of the queue is free")
                .isTrue();
        transport.flush();
        read.countDown();
        Frame next = scenario().received();
        while (!(next instanceof Frame.Text)) {
            next = scenario().received();
        }

        // The last message is written only after the transport has registered that the earlier messages were written.
        assertThat(scenario().listener().reportsOfRoom()).isPositive();
        assertThat(transport.hasRoom()).isTrue();
    }

    @Test
    default void sendingLoneSurrogateEndsTheConnection() throws Exception {
        scenario().connect(RawConnection::acceptAndEcho);

        scenario().send("a\ud800b");

        assertThat(scenario().failure())
                .isInstanceOfSatisfying(
                        Failure.Unexpected.class,
                        failure -> assertThat(failure.detail()).contains("lone surrogate"));
    }
}
