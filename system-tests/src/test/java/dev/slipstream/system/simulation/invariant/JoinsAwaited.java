package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits for a join gets exactly one answer, unless it cancels the wait. The answer may be "joined" only
 * if the topic was joined during the wait. A wait with a timeout ends in time. Any other wait ends too, unless the
 * client wants the topic and cannot join it.
 */
public final class JoinsAwaited implements Invariant {

    /**
     * A wait that has not ended.
     *
     * @param maybeJoined whether the topic may have been joined during the wait
     */
    private record Wait(String topic, @Nullable Duration timeout, WaitStart begun, boolean maybeJoined) {}

    private final Map<Integer, Wait> waiting = new LinkedHashMap<>();
    /** The ref of the latest join that was sent, by topic. */
    private final Map<String, String> sent = new LinkedHashMap<>();
    /** The joined topics, each with the ref of the join that the server accepted last. */
    private final Map<String, String> joined = new LinkedHashMap<>();
    /** When a joined topic ended. The client may notice the end only later. */
    private final Map<String, WaitStart> ended = new LinkedHashMap<>();
    /** The number of the newest connection. An older connection may end after the newest connection began. */
    private int live;

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.JoinAwaited(int id, String topic, Duration timeout) -> {
                WaitStart end = ended.get(topic);
                boolean maybeJoined = joined.containsKey(topic) || (end != null && !end.isSettled(view));
                holds(
                        waiting.put(id, new Wait(topic, timeout, WaitStart.ofConnection(view), maybeJoined)) == null,
                        "wait %s began twice",
                        id);
            }
            case RunEvent.JoinWaitEnded(int id, RunEvent.JoinOutcome outcome) -> {
                Wait wait = waiting.remove(id);
                holds(wait != null, "a second answer to wait %s: %s", id, outcome);
                holds(
                        outcome != RunEvent.JoinOutcome.JOINED || wait.maybeJoined(),
                        "wait %s was told that %s is joined, but it is not",
                        id,
                        wait.topic());
            }
            case RunEvent.OnNetwork(NetworkEvent.Arrived(int connection, var frame, var message))
            when connection == live
                    && message != null
                    && message.ref() != null
                    && message.ref().equals(message.joinRef()) -> arrived(message, view);
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
            when connection == live && message.event().equals("phx_leave") -> end(message, view);
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
            when connection == live && message.event().equals("phx_join") ->
                sent.put(message.topic(), String.valueOf(message.ref()));
            case RunEvent.OnNetwork(NetworkEvent.Opening(int connection, var handshake)) -> {
                live = connection;
                endAll(view);
            }
            case RunEvent.OnNetwork(NetworkEvent.Ended(int connection, var reason))
            when connection == live -> endAll(view);
            default -> {}
        }
    }

    private void arrived(Message message, RunView view) {
        if (!message.isReply()) {
            end(message, view);
        } else if ("ok".equals(message.status())
                && String.valueOf(message.joinRef()).equals(sent.get(message.topic()))) { // else a late reply
            joined.put(message.topic(), String.valueOf(message.joinRef()));
            waiting.replaceAll((id, wait) -> wait.topic().equals(message.topic())
                    ? new Wait(wait.topic(), wait.timeout(), wait.begun(), true)
                    : wait);
        }
    }

    private void end(Message end, RunView view) {
        if (joined.remove(end.topic(), String.valueOf(end.joinRef()))) {
            ended.put(end.topic(), WaitStart.now(view));
        }
    }

    private void endAll(RunView view) {
        joined.keySet().forEach(topic -> ended.put(topic, WaitStart.now(view)));
        joined.clear();
    }

    @Override
    public void timePassed(RunView view) {
        waiting.forEach((id, wait) -> holds(
                wait.timeout() == null || !wait.begun().isPast(wait.timeout(), view),
                "wait %s for the join of %s has no answer after its timeout of %s",
                id,
                wait.topic(),
                wait.timeout()));
    }

    @Override
    public void atRest(RunView view) {
        waiting.forEach((id, wait) -> holds(
                view.state().isWanted(wait.topic()) && view.state().status(wait.topic()) != JoinStatus.JOINED,
                "wait %s for the join of %s has no answer, but the topic is %s",
                id,
                wait.topic(),
                view.state().status(wait.topic())));
    }

    @Override
    public void atEnd(RunView view) {
        holds(waiting.isEmpty(), "no answer to the waits for joins %s", waiting.keySet());
    }
}
