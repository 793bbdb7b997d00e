package dev.slipstream.testkit.server.capture;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Telemetry.DropReason;
import dev.slipstream.core.machine.connection.ConnectionEffect;
import dev.slipstream.core.machine.connection.ConnectionInput;
import dev.slipstream.core.machine.connection.ConnectionMachine;
import dev.slipstream.core.machine.connection.ConnectionSink;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import dev.slipstream.testkit.phoenix.Framing;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replays one recorded connection with the client's state machine for connections. The machine receives all frames of
 * the server. For each recorded message of the client, the machine receives a command, if this library can send such a
 * message. Time does not advance, so no deadline passes.
 */
final class ClientReplay {

    private static final Configuration CONFIGURATION = Configuration.builder("ws://localhost/socket/websocket")
            .heartbeatInterval(Duration.ZERO)
            .build();

    private static final JacksonSerializer SERIALIZER = JacksonSerializer.standard();

    private static final Connection FIRST = Connection.numbered(1);

    private final ConnectionSink sink = new Sink();
    private final ConnectionMachine machine =
            new ConnectionMachine(FIRST, SERIALIZER.vsn(), SERIALIZER.encode(Map.of()));
    private final boolean isAsking;
    private final ExpectedEvents expected = new ExpectedEvents();
    private final List<String> events = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final RawFrames raw = new RawFrames();
    private @Nullable String heartbeat;
    private @Nullable String ownHeartbeat;
    private boolean isClosing;
    private boolean isOver;

    /**
     * @param isAsking whether the machine receives commands; without commands it has joined no topic
     */
    private ClientReplay(boolean isAsking) {
        this.isAsking = isAsking;
    }

    /** Expected and actual events and frames of one connection. */
    record Outcome(List<String> expectedEvents, List<String> events, List<String> expectedFrames, List<String> frames) {

        long lastEvents() {
            return events.stream()
                    .filter(event -> event.startsWith("ChannelClosed") || event.startsWith("ChannelConnectFailed"))
                    .count();
        }
    }

    static Outcome run(List<CaptureLine.OnConnection> lines, boolean isAsking) {
        ClientReplay replay = new ClientReplay(isAsking);
        lines.forEach(replay::step);
        if (!replay.isOver) {
            replay.close();
            replay.end(new DisconnectReason.Requested());
        }
        return new Outcome(replay.expected.events(), replay.events, replay.expected.sent(), replay.sent);
    }

    private void step(CaptureLine.OnConnection line) {
        if (isOver) {
            return;
        }
        switch (line) {
            case CaptureLine.Requested request ->
                accept(new Signature.OfCommand(FIRST, new Command.OpenConnection(CONFIGURATION, Credentials.none())));
            case CaptureLine.RequestBody body -> throw new IllegalArgumentException("plain HTTP is not replayed");
            case CaptureLine.Answered answer -> answered(answer.status());
            case CaptureLine.FromClient(String connection, WireFrame frame) -> fromClient(frame);
            case CaptureLine.FromServer(String connection, WireFrame frame) -> fromServer(frame);
        }
    }

    private void answered(int status) {
        if (status == 101) {
            expected.expect("ChannelConnected");
            accept(new ConnectionInput.Opened(Map.of()));
        } else {
            isOver = true;
            expected.expect("ChannelConnectFailed " + status);
            accept(new ConnectionInput.Ended(new DisconnectReason.ConnectFailed(Failure.HandshakeRefused.of(status))));
        }
    }

    private void fromClient(WireFrame frame) {
        switch (frame) {
            case WireFrame.Text(String text) -> command(new Frame.Text(text));
            case WireFrame.Binary binary -> command(new Frame.Binary(binary.bytes()));
            case WireFrame.Close closeFrame -> close();
            case WireFrame.Raw bytes -> {
                if (isPartOfMessage(bytes.bytes())) {
                    WireFrame whole = raw.whole(bytes);
                    if (whole != null) {
                        fromClient(whole);
                    }
                }
            }
            case WireFrame.Ping ping -> {} // our client sends no pings
            case WireFrame.Pong pong -> {} // the transport sends pongs, not the machine
            case WireFrame.Eof eof -> throw new IllegalArgumentException("the recorder ends with a close frame");
        }
    }

    /** Whether a raw frame belongs to a valid message. The replay skips other frames, which our client never sends. */
    private static boolean isPartOfMessage(byte[] frame) {
        return (frame[0] & 0x0f) <= 2 && (frame[1] & 0x7f) <= 125;
    }

    private void command(Frame frame) {
        if (isAsking
                && new Framing(SERIALIZER).decode(1, frame) instanceof PhoenixInput.Received(int c, Message message)) {
            Command command = expected.fromClient(message);
            if (command instanceof Command.SendHeartbeat) {
                heartbeat = message.ref();
            }
            if (command != null) {
                accept(new Signature.OfCommand(FIRST, command));
            }
        }
    }

    private void close() {
        if (!isClosing) {
            isClosing = true;
            expected.closing();
            accept(new Signature.OfCommand(FIRST, new Command.CloseConnection()));
        }
    }

    private void fromServer(WireFrame frame) {
        switch (frame) {
            case WireFrame.Text(String text) -> {
                expected.fromServer(ServerMessage.of(text));
                receive(new Frame.Text(text));
            }
            case WireFrame.Binary binary -> {
                expected.fromServer(ServerMessage.of(binary.bytes()));
                receive(new Frame.Binary(binary.bytes()));
            }
            case WireFrame.Ping ping -> {
                expected.expect("PingReceived");
                accept(new ConnectionInput.Pinged());
            }
            case WireFrame.Pong pong -> {
                expected.expect("PongReceived");
                accept(new ConnectionInput.Ponged());
            }
            case WireFrame.Close(int code, String reason) -> end(new DisconnectReason.Closed(code, reason));
            case WireFrame.Eof eof ->
                end(new DisconnectReason.Failed(new Failure.ConnectionLost("TCP ended without a close frame")));
            case WireFrame.Raw bytes -> {} // the frames decoded from these bytes follow in the capture
        }
    }

    private void receive(Frame frame) {
        try {
            Message message = SERIALIZER.decode(frame);
            accept(new ConnectionInput.Received(isToHeartbeat(message) ? withOwnRef(message) : message));
        } catch (MalformedFrameException e) {
            accept(new ConnectionInput.FrameMalformed(DropReason.MALFORMED, "no message"));
        }
    }

    private boolean isToHeartbeat(Message message) {
        return message.isReply()
                && message.topic().equals("phoenix")
                && message.ref().equals(heartbeat);
    }

    private Message withOwnRef(Message message) {
        return Message.reply(message.joinRef(), ownHeartbeat, message.topic(), message.status(), message.payload());
    }

    private void end(DisconnectReason reason) {
        isOver = true;
        expected.ended("ChannelClosed " + (isClosing ? new DisconnectReason.Requested() : reason));
        accept(new ConnectionInput.Ended(reason));
    }

    private void accept(Signature.OfCommand command) {
        machine.accept(0, command, sink);
    }

    private void accept(ConnectionInput input) {
        machine.accept(0, input, sink);
    }

    private final class Sink implements ConnectionSink {

        @Override
        public void emit(Signature.OfEvent emitted) {
            events.add(PrintedEvents.of(emitted.event()));
        }

        @Override
        public void emit(ConnectionEffect effect) {
            take(effect);
        }
    }

    private void take(ConnectionEffect effect) {
        switch (effect) {
            case ConnectionEffect.Report(Observation.EventHandled(var connection, var event)) ->
                events.add(PrintedEvents.of(event));
            case ConnectionEffect.Report other -> {} // dropped messages show as missing events
            case ConnectionEffect.Send(Message message) -> {
                SERIALIZER.encode(message);
                if (message.event().equals("heartbeat") && message.joinRef() == null) {
                    ownHeartbeat = message.ref();
                } else {
                    sent.add(Printed.of(message));
                }
            }
            case ConnectionEffect.TrySend attempt -> throw new IllegalStateException("a capture has no waiting push");
            case ConnectionEffect.AnswerPush answer -> throw new IllegalStateException("a capture has no waiting push");
            case ConnectionEffect.OpenTransport open -> {} // the capture contains the result
            case ConnectionEffect.CollectGarbage collect -> {}
            case ConnectionEffect.CloseTransport close -> {} // the capture contains the end
        }
    }
}
