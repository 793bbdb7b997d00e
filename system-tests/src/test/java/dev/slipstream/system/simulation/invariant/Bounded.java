package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Reply;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests without a reply, and the tasks and timers of a client, stay within their limits. */
public final class Bounded implements Invariant {

    /**
     * The limit of tasks and timers. Each process has at most one task and one timer. A few earlier connections may be
     * ending, and suppliers may be running.
     */
    private static final int MOST_TASKS = 32;

    private static final int LONGEST_NAME = 255;

    private record Waiting(String topic, Duration due) {}

    private final Map<String, Duration> due = new LinkedHashMap<>();
    private final Map<Object, String> refs = new LinkedHashMap<>();
    private final Map<String, Waiting> pending = new LinkedHashMap<>();
    /**
     * For each request, the largest number of requests that waited for a reply at the same time since the request was
     * applied. The key is the tag of the request.
     */
    private final Map<Object, Integer> peaks = new LinkedHashMap<>();
    /**
     * For each request, {@link RunView#connectionDelay} when the request was applied. The key is the tag of the
     * request. A delayed connection notices replies and deadlines late.
     */
    private final Map<Object, Duration> delays = new LinkedHashMap<>();

    private final Set<String> answered = new LinkedHashSet<>();
    /** The refs of joins whose channel the server closed. Requests on these joins no longer wait. */
    private final Set<String> closed = new LinkedHashSet<>();
    /** The refs of joins whose phx_close or phx_error arrived. The client may not have handled this message yet. */
    private final Set<@Nullable String> ended = new LinkedHashSet<>();

    private final Set<Object> unencodable = new LinkedHashSet<>();
    private boolean open;
    /**
     * How many attempts to connect started at this instant. For each, a task that calls a supplier of credentials may
     * be queued.
     */
    private int startedNow;

    private final Set<String> plain = new LinkedHashSet<>();
    private final Map<String, String> possible = new LinkedHashMap<>();

    @Override
    public void timePassed(RunView view) {
        // Remove requests only when time passes. At the instant at which a reply or close arrives, the client may do
        // other work before it handles the reply or close.
        possible.keySet().removeAll(answered);
        possible.values().removeAll(closed);
        answered.clear();
        closed.clear();
        startedNow = 0;
    }

    @Override
    public void on(RunEvent runEvent, RunView view) {
        startedNow += isConnectStarted(runEvent) ? 1 : 0;
        holds(view.tasks() <= MOST_TASKS + startedNow, "%s tasks and timers of one client", view.tasks());
        count(runEvent);
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> {
                for (Operation operation : operations) {
                    if (operation instanceof Operation.MakeRequest(var tag, var push) && push.timeout() != null) {
                        due.put(push.ref().value(), view.now().plus(push.timeout()));
                        refs.put(tag, push.ref().value());
                        if (push.event().length() > LONGEST_NAME) {
                            unencodable.add(tag); // counts as waiting until its encoding fails
                        }
                        peaks.put(tag, open ? waiting() : Integer.MAX_VALUE);
                        delays.put(tag, view.connectionDelay());
                    }
                }
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
            when taken && due.containsKey(message.ref()) && !ended.contains(message.joinRef()) -> {
                pending.values().removeIf(waiting -> waiting.due().compareTo(view.now()) <= 0);
                pending.put(message.ref(), new Waiting(message.topic(), due.get(message.ref())));
                holds(
                        pending.size() <= view.configuration().maxPending(),
                        "%s requests are waiting for a reply: %s",
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
                    ended.add(message.joinRef());
                    forget(message.topic());
                    if (message.joinRef() != null && message.joinRef().equals(message.ref())) {
                        closed.add(message.joinRef());
                    }
                }
            }
            case RunEvent.CallbackStarted(Callback.Outcome(var tag, var reply), var state) -> {
                // A delayed connection has not yet read the replies that arrived.
                boolean delayed = !view.connectionDelay().equals(delays.remove(tag));
                check(reply, delayed ? null : peaks.remove(tag), view);
                peaks.remove(tag);
                unencodable.remove(tag);
                pending.remove(refs.getOrDefault(tag, ""));
                possible.remove(refs.getOrDefault(tag, ""));
            }
            case RunEvent.OnNetwork(NetworkEvent.Opened opened) -> open = true;
            case RunEvent.OnNetwork(NetworkEvent.Closing closing) -> connectionLost();
            case RunEvent.OnNetwork(NetworkEvent.Ended ended) -> connectionLost();
            case RunEvent.OnNetwork(NetworkEvent.Opening opening) -> {
                pending.clear();
                possible.clear();
            }
            default -> {}
        }
    }

    private static boolean isConnectStarted(RunEvent runEvent) {
        return runEvent instanceof RunEvent.TelemetryObserved(Observation.Span.ConnectStarted started);
    }

    /**
     * Counts every sent message that may be a waiting request. The run does not record which messages are requests of a
     * {@code Session} in a callback, or of another thread.
     */
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
            possible.put(message.ref(), String.valueOf(message.joinRef()));
            peaks.replaceAll((tag, peak) -> Math.max(peak, waiting()));
        }
    }

    private int waiting() {
        return possible.size() + unencodable.size();
    }

    /** Checks that a request was refused only after the limit of waiting requests was reached. */
    private static void check(Reply reply, @Nullable Integer peak, RunView view) {
        if (peak != null
                && reply instanceof Reply.Lost(Failure.Overflow(var what, var limit), var maybeSent)
                && what.startsWith("pushes that wait")) {
            holds(peak >= view.configuration().maxPending(), "refused although only %s others waited", peak);
        }
    }

    /**
     * Allows the client to refuse each request that has no outcome yet. After the transport has ended, this class
     * cannot count the waiting requests. The client still counts them until it notices the end.
     */
    private void connectionLost() {
        open = false;
        peaks.replaceAll((tag, peak) -> Integer.MAX_VALUE);
    }

    private void forget(String topic) {
        pending.values().removeIf(waiting -> waiting.topic().equals(topic));
    }
}
