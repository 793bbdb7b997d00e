package dev.slipstream.transport.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.DisconnectReason.Closed;
import dev.slipstream.core.DisconnectReason.Failed;
import dev.slipstream.core.DisconnectReason.Requested;
import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.transport.contract.RecordingListener.Call;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules for valid and invalid frames of RFC 6455, a part of {@link TransportContract}. */
@SuppressWarnings("javadoc") // method names describe the rules
public interface FrameRules {

    /** The scenario of the running rule. */
    ContractScenario scenario();

    @Test
    @DisplayName("text that is not UTF-8 violates the protocol")
    @Tag("F39")
    default void invalidUtf8IsProtocolViolation() throws Exception {
        for (byte[] bad : List.of(
                new byte[] {'a', (byte) 0xff}, // an invalid byte
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, // a surrogate
                new byte[] {(byte) 0xc0, (byte) 0xaf}, // an overlong encoding
                new byte[] {'a', (byte) 0xe2, (byte) 0x82})) { // an incomplete character
            scenario().connectAndWrite(new RawFrame(RawFrame.FIN | RawFrame.TEXT, false, bad).bytes());

            assertThat(scenario().violation()).isEqualTo(1007);
        }
    }

    @Test
    @DisplayName("a masked frame of a server violates the protocol")
    @Tag("F41")
    default void maskedFrameIsProtocolViolation() throws Exception {
        scenario().connectAndWrite(RawFrame.text("masked").withMask().bytes());

        Call reported = scenario().next();

        scenario().violates(reported, Difference.MASKED_FRAMES_ACCEPTED, reported instanceof Call.Received);
    }

    @Test
    @DisplayName("frames that RFC 6455 forbids violate the protocol")
    @Tag("F37")
    @Tag("F42")
    @Tag("F44")
    default void invalidFramesAreProtocolViolations() throws Exception {
        for (byte[] bad : List.of(
                new RawFrame(RawFrame.FIN | 0x3, false, new byte[0]).bytes(), // reserved opcode
                new RawFrame(RawFrame.FIN | 0xb, false, new byte[0]).bytes(), // reserved opcode
                new RawFrame(RawFrame.FIN | 0x40 | RawFrame.TEXT, false, new byte[0]).bytes(), // RSV1
                new RawFrame(RawFrame.PING, false, new byte[0]).bytes(), // a fragmented ping
                new RawFrame(RawFrame.FIN | RawFrame.PING, false, new byte[126]).bytes(), // a ping that is too long
                textInsideFragments(),
                new RawFrame(RawFrame.FIN, false, new byte[1]).bytes())) { // a continuation without a first fragment
            scenario().connectAndWrite(bad);

            assertThat(scenario().violation()).isEqualTo(1002);
        }
        ByteBuffer negative =
                ByteBuffer.allocate(10).put((byte) 0x82).put((byte) 127).putLong(-1);
        scenario().connectAndWrite(negative.array());
        assertThat(scenario().violation()).isEqualTo(1002);
    }

    private static byte[] textInsideFragments() {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(new RawFrame(RawFrame.TEXT, false, new byte[] {'a'}).bytes());
        both.writeBytes(RawFrame.text("b").bytes());
        return both.toByteArray();
    }

    @Test
    @DisplayName("if a frame announces 2^62 bytes, the client does not allocate this memory, and can close")
    @Tag("F36")
    default void hugeFrameLengthIsNotAllocated() throws Exception {
        byte[] claim = ByteBuffer.allocate(20)
                .put((byte) 0x82)
                .put((byte) 127)
                .putLong(1L << 62)
                .array();
        RawServer server = scenario().serve(connection -> {
            connection.accept();
            connection.write(claim);
            connection.readToEnd();
        });
        Transport transport = scenario().connect(Attempt.to(server, "ws").closeTimeout(Attempt.SHORT));

        boolean awaited = scenario().lists(Difference.HUGE_LENGTHS_NOT_REJECTED);
        Optional<Call> soon = scenario().listener().nextWithin(awaited ? 200 : ContractScenario.PATIENCE.toMillis());

        scenario().differs(Difference.HUGE_LENGTHS_NOT_REJECTED, soon.isEmpty());
        if (soon.isPresent()) {
            assertThat(soon).contains(new Call.Ended(new Failed(new Failure.MessageTooLarge(8 << 20))));
        } else {
            transport.close(1000, "");
            assertThat(scenario().ended()).isEqualTo(new Requested());
        }
    }

    @Test
    @DisplayName("a length encoded in more bytes than necessary violates the protocol")
    @Tag("F38")
    default void overlongLengthIsProtocolViolation() throws Exception {
        scenario().connectAndWrite(new byte[] {(byte) 0x81, 126, 0, 1, 'x'});

        Call reported = scenario().next();

        scenario()
                .violates(
                        reported,
                        Difference.OVERLONG_LENGTHS_ACCEPTED,
                        reported.equals(new Call.Received(new Frame.Text("x"))));
    }

    @Test
    @DisplayName("at least the newest ping of a flood is answered, and the message after the flood arrives")
    @Tag("F45")
    default void floodOfPingsIsAnswered() throws Exception {
        int pings = 5000;
        RawServer server = scenario().serve(connection -> {
            connection.accept();
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            for (int i = 1; i <= pings; i++) {
                flood.writeBytes(RawFrame.ping("p" + i).bytes());
            }
            connection.write(flood.toByteArray(), RawFrame.text("after").bytes());
            int pongs = 0;
            RawFrame pong;
            do {
                pong = connection.readFrame();
                pongs++;
            } while (!pong.text().equals("p" + pings));
            scenario().see(pongs);
            connection.readToEnd();
        });
        scenario().connect(Attempt.to(server, "ws"));

        Call reported = scenario().next();
        while (reported instanceof Call.Pinged) {
            reported = scenario().next();
        }

        assertThat(reported).isEqualTo(new Call.Received(new Frame.Text("after")));
        assertThat((int) scenario().seen()).isBetween(1, pings);
    }

    @Test
    @DisplayName("forbidden and undefined close codes violate the protocol")
    @Tag("F51")
    default void invalidCloseCodesAreProtocolViolations() throws Exception {
        for (int code : List.of(0, 999, 1004, 1005, 1006, 1015, 1016, 2999)) {
            scenario().connectAndWrite(RawFrame.close(code, "").bytes());
            assertThat(scenario().violation()).as("%d", code).isEqualTo(1002);
        }
        for (int code : List.of(5000, 65535)) {
            scenario().connectAndWrite(RawFrame.close(code, "").bytes());
            DisconnectReason reason = scenario().ended();
            boolean reported = reason.equals(new Closed(code, ""));
            scenario().differs(Difference.UNDEFINED_CLOSE_CODES_REPORTED, reported);
            if (!reported) {
                assertThat(ContractScenario.violation(reason)).as("%d", code).isEqualTo(1002);
            }
        }
    }

    @Test
    @DisplayName("a close payload of one byte, or with a reason that is not UTF-8, violates the protocol")
    @Tag("F52")
    default void invalidCloseFramesAreProtocolViolations() throws Exception {
        scenario().connectAndWrite(RawFrame.close(new byte[] {3}).bytes());
        assertThat(scenario().violation()).isEqualTo(1002);

        scenario()
                .connectAndWrite(
                        RawFrame.close(new byte[] {3, (byte) 0xe8, (byte) 0xff}).bytes());
        assertThat(scenario().violation()).isEqualTo(1007);
    }

    @Test
    @DisplayName("a frame that arrives byte by byte is delivered whole")
    @Tag("F56")
    default void frameArrivingByteByByteIsDelivered() throws Exception {
        byte[] frame = RawFrame.text("dr\u00f6p").bytes();
        scenario().connect(connection -> {
            connection.accept();
            for (byte one : frame) {
                connection.write(new byte[] {one});
            }
            connection.readToEnd();
        });

        assertThat(scenario().text()).isEqualTo("dr\u00f6p");
    }
}
