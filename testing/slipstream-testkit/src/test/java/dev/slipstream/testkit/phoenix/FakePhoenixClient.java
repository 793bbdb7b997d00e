package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a {@link FakePhoenix} inputs in virtual time, and records the effects as lines of text. */
final class FakePhoenixClient {

    static final Payload EMPTY = JacksonSerializer.standard().encode(Map.of());

    private final FakePhoenix server;
    private final List<String> lines = new ArrayList<>();
    private Duration now = Duration.ZERO;

    FakePhoenixClient(Endpoint endpoint) {
        server = new FakePhoenix(endpoint, JacksonSerializer.standard());
    }

    static FakePhoenixClient of(String pattern, PhoenixChannel channel) {
        return new FakePhoenixClient(Endpoint.of(UserSocket.at("/socket").channel(pattern, () -> channel)))
                .connected(1);
    }

    FakePhoenixClient connected(int connection) {
        accept(connect(connection, "/socket/websocket?vsn=2.0.0"));
        lines.clear();
        return this;
    }

    static PhoenixInput connect(int connection, String target) {
        return new PhoenixInput.Connect(connection, target, Map.of());
    }

    /**
     * Gives the server the frames of one TCP read, and runs all work.
     *
     * @param frames join_ref, ref, topic and event, such as {@code 1 1 rooms:a phx_join}
     */
    FakePhoenixClient send(int connection, String... frames) {
        give(connection, frames);
        return accept(new PhoenixInput.TimePassed());
    }

    /** Gives the server the frames of one TCP read, without running the channels. */
    FakePhoenixClient give(int connection, String... frames) {
        for (String frame : frames) {
            accept(new PhoenixInput.Received(connection, message(frame)));
        }
        return this;
    }

    static Message message(String frame) {
        String[] parts = frame.split(" ");
        return Message.of(orNull(parts[0]), orNull(parts[1]), parts[2], parts[3], EMPTY);
    }

    private static @Nullable String orNull(String ref) {
        return ref.equals("-") ? null : ref;
    }

    FakePhoenixClient accept(PhoenixInput input) {
        server.accept(now, input, effect -> lines.add(print(effect)));
        return this;
    }

    FakePhoenixClient after(int millis) {
        now = now.plusMillis(millis);
        return accept(new PhoenixInput.TimePassed());
    }

    /** Returns the effects since the last call. */
    List<String> did() {
        List<String> done = List.copyOf(lines);
        lines.clear();
        return done;
    }

    FakePhoenix server() {
        return server;
    }

    private static String print(PhoenixEffect effect) {
        return switch (effect) {
            case PhoenixEffect.Accept(int number, var protocol) -> number + " accepted";
            case PhoenixEffect.Refuse(int number, var answer) -> number + " refused " + answer.status();
            case PhoenixEffect.Send(int number, Message message) -> number + " < " + print(message);
            case PhoenixEffect.Pong(int number, var data) -> number + " < pong";
            case PhoenixEffect.Close(int number, int code) -> number + " < close " + code;
            case PhoenixEffect.Drop(int number) -> number + " < eof";
            case PhoenixEffect.Crashed(int number, String where, Throwable thrown) ->
                number + " ! " + where + " " + thrown.getMessage();
        };
    }

    private static String print(Message message) {
        Payload payload = message.payload();
        return String.join(
                " ",
                message.joinRef() == null ? "-" : message.joinRef(),
                message.ref() == null ? "-" : message.ref(),
                message.topic(),
                message.event(),
                (message.status() == null ? "" : message.status() + " ")
                        + (payload instanceof Payload.Binary bytes ? bytes.hex() : payload.text()));
    }
}
