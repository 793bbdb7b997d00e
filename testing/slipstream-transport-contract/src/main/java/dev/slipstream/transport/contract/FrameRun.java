package dev.slipstream.transport.contract;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.DisconnectReason.Requested;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.transport.contract.RecordingListener.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs one {@link FrameCase} with a new server and transport, and returns the outcome. */
final class FrameRun {

    private static final String GO = "go";
    private static final String PROBE = "probe after all frames";
    private static final long WAITED_MILLIS = 100;
    private static final long PATIENCE_MILLIS = ContractScenario.PATIENCE.toMillis();

    private final ContractScenario scenario;
    private final FrameCase played;
    private final String expectedEnd;
    private final List<String> pongs = new CopyOnWriteArrayList<>();
    private volatile OptionalInt answer = OptionalInt.empty();

    FrameRun(ContractScenario scenario, FrameCase played) {
        this.scenario = scenario;
        this.played = played;
        this.expectedEnd = played.expected().end();
    }

    FrameOutcome play() throws InterruptedException {
        RawServer server = scenario.serve(this::serve);
        Attempt attempt = Attempt.to(server, "ws");
        if (mayWait()) {
            // The client may read the server's close frame as the missing bytes of the previous frame. Then only this
            // deadline ends the websocket.
            attempt.closeTimeout(Duration.ofMillis(WAITED_MILLIS));
        }
        played.limit().ifPresent(attempt::maxMessageBytes);
        Transport transport = scenario.connect(attempt);
        transport.send(new Frame.Text(GO));
        transport.flush();

        List<FrameOutcome.Message> messages = new ArrayList<>();
        String end = end(transport, messages);
        scenario.seen(); // waits until the server has seen the end of the connection
        return new FrameOutcome(messages, pongs, false, answer, end);
    }

    // ---------------------------------------------------------------------------------------------------- the client

    private String end(Transport transport, List<FrameOutcome.Message> messages) throws InterruptedException {
        while (true) {
            boolean waits =
                    mayWait() && messages.size() >= played.expected().messages().size();
            Optional<Call> next = scenario.listener().nextWithin(waits ? WAITED_MILLIS : PATIENCE_MILLIS);
            if (next.isEmpty()) {
                return close(transport, waits ? FrameOutcome.WAITS : "nothing more for " + PATIENCE_MILLIS + " ms");
            }
            switch (next.get()) {
                case Call.Received(Frame frame) -> {
                    if (frame.equals(new Frame.Text(PROBE))) {
                        awaitPongs();
                        return close(transport, FrameOutcome.OPEN);
                    }
                    messages.add(FrameOutcome.Message.of(frame));
                }
                case Call.Ended ended -> {
                    return FrameOutcome.end(ended.reason());
                }
                case Call.Pinged pinged -> {}
                case Call.Ponged ponged -> {}
                case Call.Opened opened -> throw new AssertionError("opened twice");
                case Call.ReadCompleted completed -> throw new AssertionError("nextWithin skips readComplete");
            }
        }
    }

    /** Waits for the expected pongs before the client closes, because a client that has closed need not write pongs. */
    private void awaitPongs() {
        List<String> expected = played.expected().pongs();
        if (!expected.isEmpty()) {
            ContractScenario.await(
                    "pong " + expected.getLast(),
                    () -> !pongs.isEmpty() && pongs.getLast().equals(expected.getLast()));
        }
    }

    private boolean mayWait() {
        return expectedEnd.equals(FrameOutcome.WAITS) || expectedEnd.equals(FrameOutcome.WAITS_OR_TOO_LARGE);
    }

    /**
     * Closes the websocket, and returns {@code end}. If the websocket had already ended for another reason, returns how
     * it ended.
     */
    private String close(Transport transport, String end) throws InterruptedException {
        transport.close(1000, "");
        DisconnectReason reason = scenario.endAfterMessages();
        return reason.equals(new Requested()) ? end : FrameOutcome.end(reason);
    }

    // ---------------------------------------------------------------------------------------------------- the server

    private void serve(RawConnection connection) throws IOException, InterruptedException {
        try {
            if (played.has(FrameCase.WITH_THE_ANSWER)) {
                List<String> request = connection.readRequest();
                connection.write(connection.answer(request), joined(played.frames()));
            } else {
                connection.accept();
                connection.readFrame(); // when this frame arrives, the client has begun to read
            }
            Thread reading = Thread.ofVirtual().name("raw-reading").start(() -> read(connection));
            write(connection);
            reading.join();
        } finally {
            scenario.see("the end");
        }
    }

    private void write(RawConnection connection) {
        try {
            if (!played.has(FrameCase.WITH_THE_ANSWER)) {
                writeFrames(connection);
            }
            if (expectedEnd.equals(FrameOutcome.OPEN)) {
                connection.write(RawFrame.text(PROBE));
            }
            if (played.has(FrameCase.FINISH)) {
                connection.finish();
            }
            if (played.has(FrameCase.RESET)) {
                connection.reset();
            }
        } catch (IOException brokenOff) {
            // The client ended TCP. Its listener has recorded the outcome.
        }
    }

    private void writeFrames(RawConnection connection) throws IOException {
        if (played.has(FrameCase.IN_ONE_WRITE)) {
            connection.write(joined(played.frames()));
        } else if (played.has(FrameCase.BYTE_BY_BYTE)) {
            for (byte one : joined(played.frames())) {
                connection.write(new byte[] {one});
            }
        } else {
            for (byte[] frame : played.frames()) {
                connection.write(frame);
            }
        }
    }

    private static byte[] joined(List<byte[]> frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** Reads until TCP ends or the client sends a close frame, and answers the close frame. */
    private void read(RawConnection connection) {
        try {
            while (true) {
                RawFrame frame = connection.readFrame();
                if (frame.opcode() == RawFrame.PONG) {
                    pongs.add(FrameOutcome.bytes(frame.payload()));
                }
                if (frame.opcode() == RawFrame.CLOSE) {
                    answer = OptionalInt.of(frame.closeCode());
                    connection.write(RawFrame.close(frame.payload()));
                    return;
                }
            }
        } catch (IOException ended) {
            // The client closed TCP without a close frame, or TCP was reset.
        }
    }
}
