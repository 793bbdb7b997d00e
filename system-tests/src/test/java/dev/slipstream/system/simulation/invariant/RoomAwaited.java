package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.PayloadIds;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A push that waits for room in the outbound queue is either sent, or fails and is not sent later. It times out only if
 * the transport has denied room. With or without room, the push has its outcome by its deadline. Pushes of other
 * threads are sent in the order in which they were made.
 */
public final class RoomAwaited implements Invariant {

    /**
     * A push whose thread waits.
     *
     * @param delay the total delay before the wait: of the client, or of the connection if a {@code Session} in a
     *     callback pushes
     * @param nested the duration of pushes that other threads began during this wait; they delay this wait, because all
     *     simulated threads share one thread
     */
    private record Wait(boolean outside, Duration timeout, Duration begun, Duration delay, Duration nested) {

        Wait outlasting(Duration span) {
            return new Wait(outside, timeout, begun, delay, nested.plus(span));
        }
    }

    private final Map<Integer, Wait> waiting = new LinkedHashMap<>();
    private final Set<Integer> all = new LinkedHashSet<>();
    private final Set<Integer> sent = new LinkedHashSet<>();
    private final Set<Integer> failed = new LinkedHashSet<>();
    private int lastOfOthers;
    /**
     * When the websocket opened or the transport last reported room. Null if the transport has denied room since then,
     * is closing, or has ended.
     */
    private @Nullable Duration roomSince;
    /**
     * When the last websocket ended. After the end the transport drops frames, although the client may not know of the
     * end yet.
     */
    private @Nullable Duration lastEnd;

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.PushWaits(int id, boolean outside, Duration timeout) -> {
                all.add(id);
                waiting.put(id, new Wait(outside, timeout, view.now(), delay(outside, view), Duration.ZERO));
            }
            case RunEvent.PushEnded(int id, RunEvent.PushOutcome outcome) -> ended(id, outcome, view);
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
            when taken && all.contains(PayloadIds.of(message.payload())) -> sent(PayloadIds.of(message.payload()));
            case RunEvent.OnNetwork(NetworkEvent.RoomDenied denied) -> roomSince = null;
            case RunEvent.OnNetwork(NetworkEvent.RoomReported reported) -> roomSince = view.now();
            case RunEvent.OnNetwork(NetworkEvent.Sent sent) when !sent.taken() -> roomSince = null;
            case RunEvent.OnNetwork(NetworkEvent.Opened opened) -> roomSince = view.now();
            case RunEvent.OnNetwork(NetworkEvent.Closing closing) -> roomSince = null;
            case RunEvent.OnNetwork(NetworkEvent.Ended end) -> {
                roomSince = null;
                lastEnd = view.now();
            }
            default -> {}
        }
    }

    private void sent(int id) {
        holds(!failed.contains(id), "push %s is sent after it failed", id);
        sent.add(id);
        Wait wait = waiting.get(id);
        if (wait != null && wait.outside()) {
            holds(id > lastOfOthers, "push %s is sent after the later push %s", id, lastOfOthers);
            lastOfOthers = id;
        }
    }

    private void ended(int id, RunEvent.PushOutcome outcome, RunView view) {
        Wait wait = waiting.remove(id);
        holds(wait != null, "a second outcome of push %s: %s", id, outcome);
        holds(
                view.stopped().isPresent() || !isOverdue(wait, view),
                "the outcome of push %s came after its timeout of %s: %s",
                id,
                wait.timeout(),
                outcome);
        if (wait.outside()) {
            Duration span = view.now().minus(wait.begun()).minus(wait.nested());
            waiting.replaceAll((other, longer) -> longer.outside() ? longer.outlasting(span) : longer);
        }
        switch (outcome) {
            case SENT ->
                holds(
                        sent.contains(id) || (lastEnd != null && lastEnd.compareTo(wait.begun()) >= 0),
                        "push %s is reported as sent, but was not sent",
                        id);
            case NOT_SENT -> failed(id);
            case TIMED_OUT -> {
                failed(id);
                holds(!hadRoom(wait, view), "push %s timed out, although there is room since %s", id, roomSince);
            }
            case UNKNOWN -> {} // the thread was interrupted, or the client ended
        }
    }

    private void failed(int id) {
        holds(!sent.contains(id), "push %s is reported as not sent, but was sent", id);
        failed.add(id);
    }

    /**
     * Whether the push must have been sent: there has been room since an earlier instant, the timeout has not passed,
     * and nothing delayed the push or its thread.
     */
    private boolean hadRoom(Wait wait, RunView view) {
        Duration took = view.now().minus(wait.begun());
        return roomSince != null
                && roomSince.compareTo(view.now()) < 0
                && took.compareTo(wait.timeout().plus(view.timerGranularity())) <= 0
                && delay(wait.outside(), view).equals(wait.delay());
    }

    /** Whether the deadline of the push has passed. Delays of the push or its thread extend the deadline. */
    private static boolean isOverdue(Wait wait, RunView view) {
        Duration delay = delay(wait.outside(), view).minus(wait.delay());
        Duration took = view.now().minus(wait.begun()).minus(delay).minus(wait.nested());
        return took.compareTo(wait.timeout().plus(view.timerGranularity())) > 0;
    }

    private static Duration delay(boolean outside, RunView view) {
        return outside ? view.clientDelay() : view.connectionDelay();
    }

    @Override
    public void atEnd(RunView view) {
        holds(waiting.isEmpty(), "no outcome of the waiting pushes %s", waiting.keySet());
    }
}
