package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Letter;
import dev.slipstream.core.machine.Delivery;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.system.simulation.Sight;
import dev.slipstream.testkit.simulation.Moment;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What waits is bounded: requests without a reply, timers and tasks, and frames that are read although the mailbox is full.
 */
public final class Bounded implements Invariant {

    /** Each process has one timer and one task at most; a few connections may be at their ends at the same time. */
    private static final int MOST_TASKS = 16;

    private record Waiting(String topic, Duration due) {}

    private final Map<String, Duration> due = new LinkedHashMap<>();
    private final Map<Object, String> refs = new LinkedHashMap<>();
    private final Map<String, Waiting> pending = new LinkedHashMap<>();

    @Override
    public String name() {
        return "I15 Bounded";
    }

    @Override
    public void on(Sight sight, Scene scene) {
        holds(scene.tasks() <= MOST_TASKS, "%s tasks and timers of one client", scene.tasks());
        switch (sight) {
            case Sight.Posted(var letters) -> {
                for (Letter letter : letters) {
                    if (letter instanceof Letter.ToServer(var tag, var push) && push.timeout() != null) {
                        due.put(push.ref().value(), scene.now().plus(push.timeout()));
                        refs.put(tag, push.ref().value());
                    }
                }
            }
            case Sight.Net(Moment.Sent(int connection, Message message, boolean taken))
            when taken && due.containsKey(message.ref()) -> {
                pending.values().removeIf(waiting -> waiting.due().compareTo(scene.now()) <= 0);
                pending.put(message.ref(), new Waiting(message.topic(), due.get(message.ref())));
                holds(
                        pending.size() <= scene.configuration().maxPending(),
                        "%s requests wait for a reply: %s",
                        pending.size(),
                        pending);
            }
            case Sight.Net(Moment.Sent(int connection, Message message, boolean taken))
            when message.event().equals("phx_leave") -> forget(message.topic());
            case Sight.Net(Moment.Arrived(int connection, var frame, var message))
            when message != null -> {
                pending.remove(String.valueOf(message.ref()));
                if (message.event().equals("phx_close") || message.event().equals("phx_error")) {
                    forget(message.topic());
                }
            }
            case Sight.Began(Delivery.Outcome(var tag, var reply), var facts) ->
                pending.remove(refs.getOrDefault(tag, ""));
            case Sight.Net(Moment.Opening opening) -> pending.clear();
            default -> {}
        }
    }

    private void forget(String topic) {
        pending.values().removeIf(waiting -> waiting.topic().equals(topic));
    }
}
