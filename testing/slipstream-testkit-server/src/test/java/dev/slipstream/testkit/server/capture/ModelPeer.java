package dev.slipstream.testkit.server.capture;

import dev.slipstream.core.Payload;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.FakePhoenix;
import dev.slipstream.testkit.phoenix.Framing;
import dev.slipstream.testkit.phoenix.PhoenixEffect;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replays captures with the model of Phoenix, in virtual time. */
final class ModelPeer implements Peer {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Endpoint endpoint;
    private final FakePhoenix server;
    private final RawFrames raw = new RawFrames();
    private final List<String> connections = new ArrayList<>();
    private final List<Framing> framings = new ArrayList<>();
    private final Map<String, List<String>> did = new LinkedHashMap<>();
    private Duration now = Duration.ZERO;

    ModelPeer(Endpoint endpoint) {
        this.endpoint = endpoint;
        server = new FakePhoenix(endpoint, JacksonSerializer.standard());
    }

    @Override
    public void request(CaptureLine.Requested request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        connections.add(request.connection());
        framings.add(endpoint.socketFor(request.target())
                .map(UserSocket::framing)
                .orElseGet(() -> new Framing(JacksonSerializer.standard())));
        accept(new PhoenixInput.Connect(number(request.connection()), request.target(), headers));
    }

    @Override
    public void send(String connection, List<WireFrame> frames) {
        int number = number(connection);
        for (WireFrame frame : frames) {
            PhoenixInput input = input(number, frame instanceof WireFrame.Raw bytes ? raw.whole(bytes) : frame);
            if (input != null) {
                accept(input);
            }
        }
    }

    private @Nullable PhoenixInput input(int number, @Nullable WireFrame frame) {
        Framing framing = framings.get(number);
        return switch (frame) {
            case null -> null;
            case WireFrame.Text(String text) -> framing.decode(number, new Frame.Text(text));
            case WireFrame.Binary binary -> framing.decode(number, new Frame.Binary(binary.bytes()));
            case WireFrame.Ping(String hex) -> new PhoenixInput.Pinged(number, payload(hex));
            case WireFrame.Pong(String hex) -> new PhoenixInput.Ponged(number);
            case WireFrame.Close(int code, String reason) -> new PhoenixInput.CloseReceived(number, code);
            case WireFrame.Raw raw -> throw new IllegalStateException("fragment of a message: " + raw);
            case WireFrame.Eof() -> new PhoenixInput.Gone(number);
        };
    }

    @Override
    public void outside(String action) {
        accept(Outside.input(action));
    }

    @Override
    public void pass(Duration time) {
        now = now.plus(time);
        accept(new PhoenixInput.TimePassed());
    }

    @Override
    public void await(String connection, int count) {
        Duration end = now.plus(PATIENCE);
        Duration next = server.nextDeadline();
        while (did(connection).size() < count && next != null && next.compareTo(end) <= 0) {
            now = next;
            accept(new PhoenixInput.TimePassed());
            next = server.nextDeadline();
        }
    }

    private void accept(PhoenixInput input) {
        server.accept(now, input, this::note);
    }

    private void note(PhoenixEffect effect) {
        switch (effect) {
            case PhoenixEffect.Accept(int number, var protocol) ->
                note(
                        number,
                        Printed.answer(
                                101,
                                protocol.map(name -> Map.of("sec-websocket-protocol", name))
                                        .orElse(Map.of()),
                                ""));
            case PhoenixEffect.Refuse(int number, var answer) -> {
                Map<String, String> headers = new LinkedHashMap<>();
                answer.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
                note(number, Printed.answer(answer.status(), headers, answer.body()));
            }
            case PhoenixEffect.Send(int number, var message) ->
                note(number, Printed.of(framings.get(number).encode(message)));
            case PhoenixEffect.Pong(int number, Payload data) ->
                note(number, "pong " + HexFormat.of().formatHex(data.bytes()));
            case PhoenixEffect.Close(int number, int code) -> note(number, "close " + code);
            case PhoenixEffect.Drop(int number) -> note(number, "eof");
            case PhoenixEffect.Crashed crashed -> {
                // real servers only log the exception
            }
        }
    }

    private void note(int number, String what) {
        did.computeIfAbsent(connections.get(number), key -> new ArrayList<>()).add(what);
    }

    private int number(String connection) {
        return connections.indexOf(connection);
    }

    private static Payload payload(String hex) {
        return Payload.binary(HexFormat.of().parseHex(hex));
    }

    @Override
    public List<String> did(String connection) {
        return did.getOrDefault(connection, List.of());
    }

    @Override
    public void close() {
        // nothing to close
    }
}
