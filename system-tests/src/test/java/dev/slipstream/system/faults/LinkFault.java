package dev.slipstream.system.faults;

import dev.slipstream.core.Socket;
import dev.slipstream.transport.contract.FaultProxy.Ending;
import dev.slipstream.transport.contract.RawFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * Faults of an open connection, each with the event that the client reports. The event {@link #MESSAGE} means that the
 * client tolerates the fault and gets a message afterwards.
 */
enum LinkFault {
    F31("Failed(ConnectionLost)", scenario -> scenario.proxy().end(Ending.CUT)),
    F31_HALF("Failed(ConnectionLost)", scenario -> scenario.proxy().end(Ending.HALF_CLOSE)),
    F32("Failed(ConnectionLost)", scenario -> {
        scenario.proxy().endAfter(10, Ending.RESET);
        scenario.request("echo");
    }),
    F33("Failed(ConnectionLost)", scenario -> {
        scenario.proxy().endAfter(10, Ending.CUT);
        scenario.request("echo");
    }),
    F34("Failed(HeartbeatTimedOut)", scenario -> {
        scenario.proxy().stall();
        scenario.run(Socket::heartbeat);
    }),
    F35(
            "Failed(MessageTooLarge 65536)",
            scenario ->
                    scenario.proxy().inject(RawFrame.text("x".repeat(65_537)).bytes())),
    F36("Failed(HeartbeatTimedOut)", "Failed(HeartbeatTimedOut)", "Failed(MessageTooLarge 65536)", scenario -> {
        scenario.proxy().inject(length(1L << 62));
        scenario.run(Socket::heartbeat);
    }),
    F37("Failed(ProtocolViolated 1002)", scenario -> scenario.proxy().inject(length(-1))),
    F38(
            "Failed(ProtocolViolated 1002)",
            "message said",
            "Failed(ProtocolViolated 1002)",
            scenario -> scenario.proxy().inject(longLength())),
    F39("Failed(ProtocolViolated 1007)", scenario -> scenario.proxy().inject(frame(0x81, (byte) 0xc3, (byte) 0x28))),
    F40("message said", scenario -> scenario.proxy().inject(fragments(new byte[0]))),
    F41(
            "Failed(ProtocolViolated 1002)",
            "message said",
            "Failed(ProtocolViolated 1002)",
            scenario -> scenario.proxy().inject(said().withMask().bytes())),
    F42_RSV("Failed(ProtocolViolated 1002)", scenario -> scenario.proxy().inject(frame(0xa1))),
    F42_OPCODE("Failed(ProtocolViolated 1002)", scenario -> scenario.proxy().inject(frame(0x83))),
    F43(
            "message said",
            scenario -> scenario.proxy().inject(fragments(RawFrame.ping("p").bytes()))),
    F44_PING("Failed(ProtocolViolated 1002)", scenario -> scenario.proxy().inject(frame(0x89, new byte[126]))),
    F44_CONTINUATION(
            "Failed(ProtocolViolated 1002)", scenario -> scenario.proxy().inject(frame(0x80))),
    F44_NESTED(
            "Failed(ProtocolViolated 1002)",
            scenario -> scenario.proxy().inject(joined(frame(0x01, (byte) 'a'), frame(0x81, (byte) 'b')))),
    F45("message said", scenario -> {
        ByteArrayOutputStream flood = new ByteArrayOutputStream();
        for (int i = 0; i < 2000; i++) {
            flood.writeBytes(RawFrame.ping("p" + i).bytes());
        }
        scenario.proxy().inject(joined(flood.toByteArray(), said().bytes()));
    }),
    F46("Failed(HeartbeatTimedOut)", scenario -> {
        scenario.proxy().stall();
        scenario.run(Socket::heartbeat);
        scenario.proxy().inject(RawFrame.pong("p").bytes());
    }),
    F47(
            "Closed(1000)",
            scenario -> scenario.proxy().inject(RawFrame.close(1000, "bye").bytes())),
    F48(
            "Closed(1001)",
            scenario -> scenario.proxy().inject(RawFrame.close(1001, "away").bytes())),
    F49("Closed(1012)", scenario -> scenario.server().drain()),
    F49_LATER(
            "Closed(1013)",
            scenario -> scenario.proxy().inject(RawFrame.close(1013, "later").bytes())),
    F50(
            "Closed(1008)",
            scenario -> scenario.proxy().inject(RawFrame.close(1008, "policy").bytes())),
    F50_OWN(
            "Closed(4999)",
            scenario -> scenario.proxy().inject(RawFrame.close(4999, "").bytes())),
    F51(
            "Failed(ProtocolViolated 1002)",
            scenario -> scenario.proxy().inject(RawFrame.close(1006, "").bytes())),
    F51_UNKNOWN(
            "Closed(5000)",
            "Failed(ProtocolViolated 1002)",
            "Failed(ProtocolViolated 1002)",
            scenario -> scenario.proxy().inject(RawFrame.close(5000, "").bytes())),
    F52(
            "Closed(1005)",
            "Closed(1000)",
            "Closed(1005)",
            scenario -> scenario.proxy().inject(RawFrame.close(new byte[0]).bytes())),
    F52_BYTE("Failed(ProtocolViolated 1002)", scenario -> scenario.proxy().inject(frame(0x88, (byte) 3))),
    F53(
            "Closed(1001)",
            scenario -> scenario.proxy().inject(joined(RawFrame.close(1001, "").bytes(), said().bytes()))),
    F55("Failed(ProtocolViolated 1002)", scenario -> scenario.proxy().inject(frame(0xc1, (byte) 0xca, (byte) 0))),
    F56("Failed(HeartbeatTimedOut)", scenario -> {
        scenario.proxy().drip(Duration.ofSeconds(1));
        scenario.run(Socket::heartbeat);
    });

    static final int MAX_MESSAGE = 65_536;
    static final String MESSAGE = "message said";

    /** Causes the fault. */
    interface Cause {
        void on(ProxiedScenario scenario) throws InterruptedException;
    }

    private final String reportedByJdk;
    private final String reportedByTyrus;
    private final String reportedByNetty;
    private final Cause cause;

    LinkFault(String reported, Cause cause) {
        this(reported, reported, reported, cause);
    }

    LinkFault(String reportedByJdk, String reportedByTyrus, String reportedByNetty, Cause cause) {
        this.reportedByJdk = reportedByJdk;
        this.reportedByTyrus = reportedByTyrus;
        this.reportedByNetty = reportedByNetty;
        this.cause = cause;
    }

    String reported(TestedTransport transport) {
        return switch (transport) {
            case JDK -> reportedByJdk;
            case TYRUS -> reportedByTyrus;
            case NETTY -> reportedByNetty;
        };
    }

    void apply(ProxiedScenario scenario) throws InterruptedException {
        cause.on(scenario);
    }

    /** A message of the server on a joined topic. */
    private static RawFrame said() {
        return RawFrame.text("[null,null,\"rooms:one\",\"said\",{\"text\":\"gr\u00fc\u00df\"}]");
    }

    /**
     * Returns the message {@link #said()} in three fragments. The second fragment begins within a character. The given
     * bytes come before the third fragment.
     */
    private static byte[] fragments(byte[] before) {
        byte[] message = said().payload();
        int cut = new String(message, StandardCharsets.ISO_8859_1).indexOf('\u00c3') + 1;
        return joined(
                frame(0x01, Arrays.copyOf(message, cut)),
                frame(0x00, Arrays.copyOfRange(message, cut, message.length - 1)),
                before,
                frame(0x80, message[message.length - 1]));
    }

    private static byte[] longLength() {
        byte[] message = said().payload();
        return joined(new byte[] {(byte) 0x81, 126, 0, (byte) message.length}, message);
    }

    private static byte[] length(long claimed) {
        return ByteBuffer.allocate(10)
                .put((byte) 0x82)
                .put((byte) 127)
                .putLong(claimed)
                .array();
    }

    private static byte[] frame(int first, byte... payload) {
        return new RawFrame(first, false, payload).bytes();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
