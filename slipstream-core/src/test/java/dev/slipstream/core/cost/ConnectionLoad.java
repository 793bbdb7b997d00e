package dev.slipstream.core.cost;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Signature;
import dev.slipstream.core.machine.Machines;
import dev.slipstream.core.machine.connection.ConnectionInput;
import dev.slipstream.core.machine.connection.ConnectionMachine;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Counts the steps that some inputs take in a connection with many topics, each with a pending request and a pending
 * push.
 */
public final class ConnectionLoad implements IntFunction<Map<String, Long>> {

    private static final Connection FIRST = Connection.numbered(1);

    private static final Payload EMPTY = PlainEncoder.json("{}");

    private final Map<String, Long> steps = new LinkedHashMap<>();
    private final List<Object> effects = new ArrayList<>();
    private final ConnectionMachine machine = new ConnectionMachine(Connection.numbered(1), "2.0.0", EMPTY);
    private Duration now = Duration.ZERO;

    @Override
    public Map<String, Long> apply(int pending) {
        Configuration configuration = Configuration.builder("ws://localhost/")
                .maxPending(2 * pending + 2)
                .build();
        command(new Command.OpenConnection(configuration, Credentials.none()));
        accept(new ConnectionInput.Opened(new LinkedHashMap<>()));
        for (int i = 0; i < pending; i++) {
            join("j" + i, "topic:" + i);
            answer("j" + i, "j" + i, "topic:" + i);
            request("p" + i, "topic:" + i, 60 + (i * 7919L) % pending);
            push("q" + i, "topic:" + i);
            effects.clear();
        }
        steps.clear();
        String last = "" + (pending - 1);
        measure("join", () -> join("1", "rooms:a"));
        measure("join answer", () -> answer("1", "1", "rooms:a"));
        measure("request", () -> request("2", "rooms:a", 1));
        measure("push", () -> push("3", "rooms:a"));
        measure("push too many", () -> push("5", "rooms:a"));
        measure("reply", () -> answer("1", "3", "rooms:a"));
        measure("reply to a request", () -> answer("j" + last, "p" + last, "topic:" + last));
        measure("unknown reply", () -> answer("1", "99", "rooms:a"));
        measure("message", () -> accept(received("1", null, "rooms:a", "hello")));
        measure("request timeout", () -> pass(1));
        measure("heartbeat", () -> pass(30));
        measure("heartbeat answer", () -> answer(null, "c1", "phoenix"));
        measure("push not taken", () -> {
            push("6", "rooms:a");
            accept(new ConnectionInput.SendRefused(
                    Message.of("1", "6", "rooms:a", "shout", EMPTY), new Failure.Overflow("frames", 1)));
        });
        measure("leave", () -> command(new Command.LeaveTopic(new Ref("4"), "rooms:a")));
        measure("leave answer", () -> answer("1", "4", "rooms:a"));
        measure("crash of another topic", () -> accept(received("j" + last, "j" + last, "topic:" + last, "phx_error")));
        return steps;
    }

    private void measure(String name, Runnable input) {
        effects.clear();
        long before = Steps.taken();
        input.run();
        long cost = Steps.taken() - before;
        if (effects.isEmpty() || effects.size() > 3) {
            throw new IllegalStateException(name + " led to " + effects);
        }
        steps.put(name, cost);
    }

    private void join(String ref, String topic) {
        command(new Command.JoinTopic(new Ref(ref), topic, EMPTY, Duration.ofHours(1)));
    }

    private void request(String ref, String topic, long seconds) {
        command(new Command.PushMessage(new Ref(ref), topic, "ping", EMPTY, Duration.ofSeconds(seconds)));
    }

    private void push(String ref, String topic) {
        command(new Command.PushMessage(new Ref(ref), topic, "shout", EMPTY, null));
    }

    private void answer(String joinRef, String ref, String topic) {
        accept(new ConnectionInput.Received(Message.reply(joinRef, ref, topic, "ok", EMPTY)));
    }

    private static ConnectionInput received(String joinRef, String ref, String topic, String event) {
        return new ConnectionInput.Received(Message.of(joinRef, ref, topic, event, EMPTY));
    }

    private void pass(long seconds) {
        now = Duration.ofSeconds(seconds);
        accept(new ConnectionInput.TimePassed());
    }

    private void command(Command command) {
        accept(new Signature.OfCommand(FIRST, command));
    }

    private void accept(Object input) {
        Machines.accept(machine, now, input, effects::add);
    }
}
