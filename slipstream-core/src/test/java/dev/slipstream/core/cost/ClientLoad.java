package dev.slipstream.core.cost;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Event;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Signature;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.Machines;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.machine.client.ClientInput;
import dev.slipstream.core.machine.client.ClientMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Counts the steps that some inputs take in a client with much pending work. Each unit of load is a joined topic with a
 * pending request, a topic that waits for its rejoin, a timer, and a buffered push.
 */
public final class ClientLoad implements IntFunction<Map<String, Long>> {

    private static final Payload EMPTY = PlainEncoder.json("{}");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Connection FIRST = Connection.numbered(1);

    private final Map<String, Long> steps = new LinkedHashMap<>();
    private final List<Object> effects = new ArrayList<>();
    private final ClientMachine machine = new ClientMachine(1);
    private Duration now = Duration.ZERO;

    @Override
    public Map<String, Long> apply(int pending) {
        Configuration configuration = Configuration.builder("ws://localhost/")
                .rejoinBackoff(Backoff.exact(List.of(HOUR)))
                .stablePeriod(HOUR)
                .build();
        accept(new ClientInput.Started());
        apply(new Command.OpenConnection(configuration, Credentials.none()));
        accept(new ClientInput.Returned(List.of()), new ClientInput.CredentialsGiven(FIRST, Credentials.none()));
        receive(new Event.ChannelConnected());
        crashed("rooms:buffer", "b");
        apply(new Operation.SetPushBuffer("rooms:buffer", new PushBuffer(2 * pending, 1 << 30, HOUR)));
        for (int i = 0; i < pending; i++) {
            joined("topic:" + i, "j" + i);
            request("p" + i, "topic:" + i);
            crashed("crashed:" + i, "k" + i);
            apply(new Operation.SendToSelf.After("timer" + i, HOUR.plusSeconds((i * 7919L) % pending), "late"));
            push("h" + i, "rooms:buffer");
            effects.clear();
        }
        steps.clear();
        int last = pending - 1;
        measure("join", () -> join("1", "rooms:a"));
        measure("joined", () -> receive(new Event.TopicJoinSucceeded("rooms:a", EMPTY)));
        measure("push", () -> push("2", "rooms:a"));
        measure("request", () -> request("3", "rooms:a"));
        measure("reply", () -> receive(new Event.ReplyReceived(new Ref("2"), new Reply.Ok(EMPTY))));
        measure("outcome", () -> receive(new Event.ReplyReceived(new Ref("p" + last), new Reply.Ok(EMPTY))));
        measure("message", () -> receive(new Event.MessageReceived("topic:" + last, "hello", EMPTY)));
        measure("crash", () -> receive(crash("rooms:a")));
        measure("held in a buffer", () -> request("4", "rooms:buffer"));
        measure("timer", () -> apply(new Operation.SendToSelf.After("timer" + last, Duration.ofMinutes(1), "soon")));
        measure("cancel", () -> apply(new Operation.CancelTimer("timer0")));
        measure(
                "info",
                () -> accept(
                        new ClientInput.MessageTaken(new Callback.Info("mail")), new ClientInput.Returned(List.of())));
        measure(
                "throw",
                () -> accept(
                        new ClientInput.MessageTaken(new Callback.Info("mail")),
                        new ClientInput.Threw(new IllegalStateException()),
                        new ClientInput.Returned(List.of())));
        measure("leave", () -> command(new Command.LeaveTopic(new Ref("5"), "topic:0")));
        measure("left", () -> receive(new Event.TopicLeft("topic:0")));
        measure("overdue in a buffer", () -> pass(Duration.ofSeconds(10)));
        measure("timer due", () -> pass(Duration.ofMinutes(1)));
        measure("mailbox empty", () -> accept(new ClientInput.MailboxEmptied()));
        return steps;
    }

    private void measure(String name, Runnable input) {
        effects.clear();
        long before = Steps.taken();
        input.run();
        Machines.deadline(machine.nextDeadline());
        steps.put(name, Steps.taken() - before);
    }

    private void joined(String topic, String ref) {
        join(ref, topic);
        receive(new Event.TopicJoinSucceeded(topic, EMPTY));
    }

    private void crashed(String topic, String ref) {
        joined(topic, ref);
        receive(crash(topic));
    }

    private static Event crash(String topic) {
        return new Event.TopicJoinClosed(topic, new TopicCloseReason.Crashed(EMPTY));
    }

    private void join(String ref, String topic) {
        command(new Command.JoinTopic(new Ref(ref), topic, EMPTY, HOUR));
    }

    private void push(String ref, String topic) {
        command(new Command.PushMessage(new Ref(ref), topic, "shout", EMPTY, null));
    }

    private void request(String ref, String topic) {
        Duration timeout = Duration.ofSeconds(10);
        apply(new Operation.MakeRequest("tag", new Command.PushMessage(new Ref(ref), topic, "ping", EMPTY, timeout)));
    }

    private void command(Command command) {
        apply(command);
    }

    private void apply(Operation operation) {
        accept(new ClientInput.OperationsWritten(List.of(operation)));
    }

    private void receive(Event event) {
        accept(new Signature.OfEvent(FIRST, event), new ClientInput.Returned(List.of()));
    }

    private void pass(Duration until) {
        now = until;
        accept(new ClientInput.TimePassed(), new ClientInput.Returned(List.of()));
    }

    private void accept(Object... inputs) {
        for (Object input : inputs) {
            Machines.accept(machine, now, input, effects::add);
        }
    }
}
