package dev.slipstream.bench.jmh;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Event;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Signature;
import dev.slipstream.core.machine.client.ClientEffect;
import dev.slipstream.core.machine.client.ClientInput;
import dev.slipstream.core.machine.client.ClientMachine;
import dev.slipstream.core.machine.client.ClientSink;
import dev.slipstream.core.machine.connection.ConnectionEffect;
import dev.slipstream.core.machine.connection.ConnectionInput;
import dev.slipstream.core.machine.connection.ConnectionMachine;
import dev.slipstream.core.machine.connection.ConnectionSink;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The state machines of the connection and of the client, without the rest of the library. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MachineBenchmark {

    private record Sink(Consumer<Object> effects) implements ClientSink, ConnectionSink {

        @Override
        public void emit(Signature.OfCommand command) {
            effects.accept(command);
        }

        @Override
        public void emit(ClientEffect effect) {
            effects.accept(effect);
        }

        @Override
        public void emit(Signature.OfEvent event) {
            effects.accept(event);
        }

        @Override
        public void emit(ConnectionEffect effect) {
            effects.accept(effect);
        }
    }

    private static final String TOPIC = "rooms:lobby";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Connection CONNECTION = Connection.numbered(1);

    private final Payload payload = JacksonSerializer.standard().encode(Map.of("text", "hello"));
    private final ConnectionMachine connection = new ConnectionMachine(CONNECTION, "2.0.0", payload);
    private final ClientMachine client = new ClientMachine(1);
    private final long now = 1_000_000_000;
    private Sink sink = new Sink(effect -> {});
    private long refs = 100;

    @Setup
    public void join(Blackhole hole) {
        sink = new Sink(hole::consume);
        Configuration configuration = Configuration.of("ws://localhost/socket/websocket");
        accept(new Signature.OfCommand(CONNECTION, new Command.OpenConnection(configuration, Credentials.none())));
        accept(new ConnectionInput.Opened(Map.of()));
        accept(new Signature.OfCommand(CONNECTION, new Command.JoinTopic(new Ref("1"), TOPIC, payload, TIMEOUT)));
        accept(new ConnectionInput.Received(Message.reply("1", "1", TOPIC, "ok", payload)));

        accept(new ClientInput.Started());
        apply(new Command.OpenConnection(configuration, Credentials.none()));
        accept(new ClientInput.Returned(List.of()));
        accept(new ClientInput.CredentialsGiven(CONNECTION, Credentials.none()));
        receive(new Event.ChannelConnected());
        apply(new Command.JoinTopic(new Ref("1"), TOPIC, payload, TIMEOUT));
        receive(new Event.TopicJoinSucceeded(TOPIC, payload));
    }

    /** Turns a message into an event. */
    @Benchmark
    public void connectionTakesMessage() {
        accept(new ConnectionInput.Received(Message.of(null, null, TOPIC, "said", payload)));
    }

    /** Sends a request, and turns its reply into an event. */
    @Benchmark
    public void connectionTakesRequestAndReply() {
        String ref = Long.toString(refs++);
        accept(new Signature.OfCommand(
                CONNECTION, new Command.PushMessage(new Ref(ref), TOPIC, "ask", payload, TIMEOUT)));
        accept(new ConnectionInput.Received(Message.reply("1", ref, TOPIC, "ok", payload)));
    }

    /** Handles an event, and then the input that reports the return of the callback. */
    @Benchmark
    public void clientTakesMessage() {
        receive(new Event.MessageReceived(TOPIC, "said", payload));
    }

    /** Applies a request, and turns its reply into the outcome that a callback receives. */
    @Benchmark
    public void clientTakesRequestAndReply() {
        Ref ref = new Ref(Long.toString(refs++));
        apply(new Operation.MakeRequest("tag", new Command.PushMessage(ref, TOPIC, "ask", payload, TIMEOUT)));
        receive(new Event.ReplyReceived(ref, new Reply.Ok(payload)));
    }

    private void receive(Event event) {
        accept(new Signature.OfEvent(CONNECTION, event));
        accept(new ClientInput.Returned(List.of()));
    }

    private void apply(Operation operation) {
        accept(new ClientInput.OperationsWritten(List.of(operation)));
    }

    private void accept(Signature.OfCommand command) {
        connection.accept(now, command, sink);
    }

    private void accept(ConnectionInput input) {
        connection.accept(now, input, sink);
    }

    private void accept(Signature.OfEvent event) {
        client.accept(now, event, sink);
    }

    private void accept(ClientInput input) {
        client.accept(now, input, sink);
    }
}
