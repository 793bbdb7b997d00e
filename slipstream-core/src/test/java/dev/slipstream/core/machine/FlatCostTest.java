package dev.slipstream.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.Ref;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counts steps, not time: what an input costs may not depend on how much is pending. */
class FlatCostTest {

    private static final Payload EMPTY = PlainEncoder.json("{}");

    private final Map<String, Long> steps = new LinkedHashMap<>();
    private final List<Effect> effects = new ArrayList<>();
    private ConnectionMachine machine;
    private Duration now = Duration.ZERO;

    @Test
    void anInputCostsTheSameWhateverIsPending() {
        for (int pending : List.of(1, 100, 100_000)) {
            Map<String, Long> costs = costs(pending);

            // A heap compares twice at most for each of its levels, and no input touches more than three deadlines.
            int levels = Integer.SIZE - Integer.numberOfLeadingZeros(pending + 3);
            assertThat(costs).hasSize(12);
            assertThat(costs.get("heartbeat")).isPositive();
            assertThat(costs.values()).allMatch(cost -> cost <= 3 * 2 * levels);
            assertThat(List.of(costs.get("message"), costs.get("push"), costs.get("reply")))
                    .containsOnly(0L);
        }
    }

    private Map<String, Long> costs(int pending) {
        now = Duration.ZERO;
        machine = new ConnectionMachine(Connection.numbered(1), "2.0.0", EMPTY);
        order(new Command.OpenConnection(Configuration.of("ws://localhost/"), Credentials.none()));
        tell(new Input.Opened(new LinkedHashMap<>()));
        // As many topics as requests: neither may matter.
        for (int i = 0; i < pending; i++) {
            join("j" + i, "topic:" + i);
            answer("j" + i, "j" + i, "topic:" + i);
            request("p" + i, "topic:" + i, 60 + (i * 7919L) % pending);
        }
        steps.clear();
        String last = "" + (pending - 1);
        measure("join", () -> join("1", "rooms:a"));
        measure("join answer", () -> answer("1", "1", "rooms:a"));
        measure("request", () -> request("2", "rooms:a", 1));
        measure("push", () -> push("3", "rooms:a"));
        measure("reply", () -> answer("1", "3", "rooms:a"));
        measure("reply to a request", () -> answer("j" + last, "p" + last, "topic:" + last));
        measure("unknown reply", () -> answer("1", "99", "rooms:a"));
        measure("message", () -> tell(received("1", null, "rooms:a", "hello")));
        measure("request timeout", () -> pass(1));
        measure("heartbeat", () -> pass(30));
        measure("leave", () -> order(new Command.LeaveTopic(new Ref("4"), "rooms:a")));
        measure("crash of another topic", () -> tell(received("j" + last, "j" + last, "topic:" + last, "phx_error")));
        return new LinkedHashMap<>(steps);
    }

    private void measure(String name, Runnable input) {
        long before = machine.steps();
        effects.clear();
        input.run();
        assertThat(effects.size()).as(name).isBetween(1, 2);
        steps.put(name, machine.steps() - before);
    }

    private void join(String ref, String topic) {
        order(new Command.JoinTopic(new Ref(ref), topic, EMPTY, Duration.ofHours(1)));
    }

    private void request(String ref, String topic, long seconds) {
        order(new Command.PushMessage(new Ref(ref), topic, "ping", EMPTY, Duration.ofSeconds(seconds)));
    }

    private void push(String ref, String topic) {
        order(new Command.PushMessage(new Ref(ref), topic, "shout", EMPTY, null));
    }

    private void answer(String joinRef, String ref, String topic) {
        tell(new Input.Received(Message.reply(joinRef, ref, topic, "ok", EMPTY)));
    }

    private static Input.OfConnection received(String joinRef, String ref, String topic, String event) {
        return new Input.Received(Message.of(joinRef, ref, topic, event, EMPTY));
    }

    private void pass(long seconds) {
        now = Duration.ofSeconds(seconds);
        tell(new Input.TimePassed());
    }

    private void order(Command command) {
        tell(new Input.Ordered(command));
    }

    private void tell(Input.OfConnection input) {
        machine.accept(now, input, effects::add);
    }
}
