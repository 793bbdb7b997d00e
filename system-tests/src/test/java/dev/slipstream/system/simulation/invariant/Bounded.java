package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Reply;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.simulation.NetworkEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits is bounded: requests without a reply, timers and tasks, and frames that are read although the mailbox is full.
 */
public final class Bounded implements Invariant {

    /** Each process has one timer and one task at most; a few connections may be at their ends, suppliers be asked. */
    private static final int MOST_TASKS = 32;

    private static final int LONGEST_NAME = 255;

    private record Waiting(String topic, Duration due) {}

    private final Map<String, Duration> due = new LinkedHashMap<>();
    private final Map<Object, String> refs = new LinkedHashMap<>();
    private final Map<String, Waiting> pending = new LinkedHashMap<>();
    /** Requests without an outcome that were applied and perhaps not written; most of them that waited meanwhile, each. */
    private final Map<Object, Integer> peaks = new LinkedHashMap<>();
    /** As pending, but for those past their deadline: whether the connection has noticed that is not known. */
    private final Map<Object, Duration> lates = new LinkedHashMap<>();

    private final Set<String> answered = new LinkedHashSet<>();
    /** Joins that the server ended by a frame that names them: no request of theirs waits. */
    private final Set<String> closed = new LinkedHashSet<>();
    /** Joins whose end has come, though the client may not have looked at it: it will take back what it asks on them. */
    private final Set<@Nullable String> over = new LinkedHashSet<>();

    private final Set<Object> unencodable = new LinkedHashSet<>();
    private boolean open;
    private final Set<String> plain = new LinkedHashSet<>();
    private final Map<String, String> perhaps = new LinkedHashMap<>();

    @Override
    public String name() {
        return "I15 Bounded";
    }

    @Override
    public void timePassed(Scene scene) {
        // Not before: what the client does at the same instant may come first.
        perhaps.keySet().removeAll(answered);
        perhaps.values().removeAll(closed);
        answered.clear();
        closed.clear();
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        holds(scene.tasks() <= MOST_TASKS, "%s tasks and timers of one client", scene.tasks());
        count(runEvent);
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> {
                for (Operation operation : operations) {
                    if (operation instanceof Operation.MakeRequest(var tag, var push) && push.timeout() != null) {
                        due.put(push.ref().value(), scene.now().plus(push.timeout()));
                        refs.put(tag, push.ref().value());
                        if (push.event().length() > LONGEST_NAME) {
                            unencodable.add(tag); // it is counted until it turns out that no frame holds it
                        }
                        peaks.put(tag, open ? waiting() : Integer.MAX_VALUE);
                        lates.put(tag, scene.late());
                    }
                }
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
            when taken && due.containsKey(message.ref()) && !over.contains(message.joinRef()) -> {
                pending.values().removeIf(waiting -> waiting.due().compareTo(scene.now()) <= 0);
                pending.put(message.ref(), new Waiting(message.topic(), due.get(message.ref())));
                holds(
                        pending.size() <= scene.configuration().maxPending(),
                        "%s requests wait for a reply: %s",
                        pending.size(),
                        pending);
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
            when message.event().equals("phx_leave") -> forget(message.topic());
            case RunEvent.OnNetwork(NetworkEvent.Arrived(int connection, var frame, var message))
            when message != null -> {
                pending.remove(String.valueOf(message.ref()));
                answered.add(String.valueOf(message.ref()));
                if (message.event().equals("phx_close") || message.event().equals("phx_error")) {
                    over.add(message.joinRef());
                    forget(message.topic());
                    if (message.joinRef() != null && message.joinRef().equals(message.ref())) {
                        closed.add(message.joinRef());
                    }
                }
            }
            case RunEvent.CallbackStarted(Callback.Outcome(var tag, var reply), var state) -> {
                // A connection whose thread started late has not looked at the replies that came.
                boolean late = !scene.late().equals(lates.remove(tag));
                judge(reply, late ? null : peaks.remove(tag), scene);
                peaks.remove(tag);
                unencodable.remove(tag);
                pending.remove(refs.getOrDefault(tag, ""));
                perhaps.remove(refs.getOrDefault(tag, ""));
            }
            case RunEvent.OnNetwork(NetworkEvent.Opened opened) -> open = true;
            case RunEvent.OnNetwork(NetworkEvent.Closing closing) -> unseen();
            case RunEvent.OnNetwork(NetworkEvent.Ended ended) -> unseen();
            case RunEvent.OnNetwork(NetworkEvent.Opening opening) -> {
                pending.clear();
                perhaps.clear();
            }
            default -> {}
        }
    }

    /** Counts what is perhaps a request that waits: those of sessions and from outside are not seen when they are applied. */
    private void count(RunEvent runEvent) {
        if (runEvent instanceof RunEvent.OperationsApplied(var operations)) {
            for (Operation operation : operations) {
                if (operation instanceof Command.PushMessage push) {
                    plain.add(push.ref().value());
                }
            }
        } else if (runEvent
                        instanceof RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
                && !message.event().startsWith("phx_")
                && !message.topic().equals("phoenix")
                && !plain.contains(message.ref())) {
            perhaps.put(message.ref(), String.valueOf(message.joinRef()));
            peaks.replaceAll((tag, peak) -> Math.max(peak, waiting()));
        }
    }

    private int waiting() {
        return perhaps.size() + unencodable.size();
    }

    /** A request is refused only if so many others wait. */
    private static void judge(Reply reply, @Nullable Integer peak, Scene scene) {
        if (peak != null
                && reply instanceof Reply.Lost(Failure.Overflow(var what, var limit), var maybeSent)
                && what.startsWith("pushes that wait")) {
            holds(peak >= scene.configuration().maxPending(), "refused, though only %s others waited", peak);
        }
    }

    /** What is sent to a transport that has ended is not seen, and counts all the same until the client knows. */
    private void unseen() {
        open = false;
        peaks.replaceAll((tag, peak) -> Integer.MAX_VALUE);
    }

    private void forget(String topic) {
        pending.values().removeIf(waiting -> waiting.topic().equals(topic));
    }
}
