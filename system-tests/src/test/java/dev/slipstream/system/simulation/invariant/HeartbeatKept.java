package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Observation;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeats are sent at their interval. The client closes a connection with a silent server, but not a connection with
 * a responsive server.
 *
 * <p>A join may run on the server until the server answers the join, or a heartbeat that the client sent after the
 * join. A running join delays the replies to later heartbeats until the join times out, even if the client has left the
 * topic. While reading is paused, the client cannot see replies. Callbacks that block or wait do not delay heartbeats,
 * but they may make the client pause reading.
 */
public final class HeartbeatKept implements Invariant {

    private static final int GOING_AWAY = 1001;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /**
     * Longer than the usual delay of the client's threads. If an answer arrives this close to the end of a
     * wait, the client may handle the answer too late.
     */
    private static final Duration MARGIN = Duration.ofMillis(200);

    /**
     * A join that the server may still run.
     *
     * @param end the earliest time at which the client stops waiting for an answer, because the join times out or ends
     *     otherwise; the client ignores a later answer
     * @param due the earliest time at which the join times out; zero if the server may have answered
     * @param latest the latest time at which the join times out
     */
    private record PendingJoin(String topic, Duration end, Duration due, WaitStart latest) {

        PendingJoin endedBy(Duration moment) {
            return new PendingJoin(topic, end.compareTo(moment) < 0 ? end : moment, due, latest);
        }

        PendingJoin maybeAnswered() {
            return new PendingJoin(topic, end, Duration.ZERO, latest);
        }
    }

    private final JoinTimeouts joinTimeouts = new JoinTimeouts();
    /** The joins by ref, in the order in which they were sent. */
    private final Map<String, PendingJoin> joins = new LinkedHashMap<>();
    /** The refs of the joins that were sent before the pending heartbeat. */
    private final Set<String> delaying = new LinkedHashSet<>();
    /**
     * The ref of each leave, with the ref of the join that the leave ends. If the transport refuses a leave, the client
     * sends it again with the same deadline.
     */
    private final Map<String, String> leaves = new LinkedHashMap<>();

    private @Nullable WaitStart silentSince;
    private @Nullable WaitStart answeredSince;
    private @Nullable String pendingHeartbeat;
    private Duration timeoutStart = Duration.ZERO;
    private Duration lastJoinAnswer = Duration.ZERO;
    private Duration delayAtSend = Duration.ZERO;
    /** The connection delay at the previous instant. */
    private Duration previousDelay = Duration.ZERO;
    /** The connection delay at this instant. */
    private Duration currentDelay = Duration.ZERO;

    private @Nullable WaitStart pausedSince;

    @Override
    public void on(RunEvent runEvent, RunView view) {
        joinTimeouts.on(runEvent);
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Opening opening) -> reset();
            case RunEvent.OnNetwork(NetworkEvent.Opened opened) -> {
                silentSince = WaitStart.ofConnection(view);
                answeredSince = WaitStart.ofConnection(view);
            }
            case RunEvent.OnNetwork(NetworkEvent.Ended ended) -> reset();
            case RunEvent.OnNetwork(NetworkEvent.Closing(int connection, int code)) -> {
                if (silentSince != null && code == GOING_AWAY) {
                    closedByClient(view);
                }
                reset();
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
            when silentSince != null -> sent(message, taken, view);
            case RunEvent.OnNetwork(NetworkEvent.Arrived(int connection, var frame, var message))
            when silentSince != null -> {
                silentSince = WaitStart.ofConnection(view);
                if (message != null && message.isReply() && message.ref() != null) {
                    replyReceived(message.ref(), view);
                } else if (message != null
                        && message.ref() != null
                        && message.ref().equals(message.joinRef())) {
                    joinAnswered(message.ref(), view);
                }
            }
            case RunEvent.TelemetryObserved(Observation.ReadingPaused now) -> pausedSince = WaitStart.now(view);
            case RunEvent.TelemetryObserved(Observation.ReadingResumed now) -> resumed(view);
            default -> {}
        }
    }

    @Override
    public void timePassed(RunView view) {
        previousDelay = currentDelay;
        currentDelay = view.connectionDelay();
        if (silentSince == null) {
            return;
        }
        Duration interval = view.configuration().heartbeatInterval();
        holds(
                answeredSince == null || !answeredSince.isPast(interval, view),
                "no heartbeat was sent since %s",
                answeredSince);
        if (pausedSince != null) {
            holds(
                    !pausedSince.isSettled(view),
                    "reading is paused since %s, but nothing delays the client",
                    pausedSince);
            return;
        }
        // If a join is pending, the server may be silent until one heartbeat timeout after the join has timed out.
        Duration timeout = view.configuration().heartbeatTimeout();
        boolean isDelayed = delaying.stream()
                .map(joins::get)
                .anyMatch(join -> join != null && !join.latest().isPast(timeout, view));
        Duration most = interval.plus(timeout);
        holds(isDelayed || !silentSince.isPast(most, view), "the server is silent since %s", silentSince);
    }

    private void sent(Message message, boolean taken, RunView view) {
        if (message.topic().equals("phoenix")) {
            holds(
                    pendingHeartbeat == null,
                    "heartbeat %s was sent while %s is pending",
                    message.ref(),
                    pendingHeartbeat);
            pendingHeartbeat = message.ref();
            answeredSince = null;
            timeoutStart = clock(view);
            delayAtSend = currentDelay;
            delaying.clear();
            delaying.addAll(joins.keySet());
        } else if (message.event().equals("phx_join") && !taken) {
            // The transport refused this join, so the server never sees it. The client ends this join and earlier joins
            // of the topic.
            endJoins(message.topic(), view.now());
        } else if (message.event().equals("phx_join")) {
            Duration due = clock(view).plus(view.configuration().joinTimeout());
            WaitStart latest = WaitStart.ofConnection(view.now().plus(joinTimeouts.of(message.topic(), view)), view);
            joins.put(String.valueOf(message.ref()), new PendingJoin(message.topic(), due, due, latest));
        } else if (message.event().equals("phx_leave")) {
            leaveSent(message, view);
        }
    }

    /**
     * Returns the earliest time at which the timeouts of a message sent now may have started. They start when the
     * client reads the clock. The process of the client may have been frozen after that, before it sent the message.
     */
    private Duration clock(RunView view) {
        return view.now().minus(currentDelay.minus(previousDelay));
    }

    /** Handles a leave. The join of the topic still delays the server, until the join times out. */
    private void leaveSent(Message leave, RunView view) {
        String joinRef = String.valueOf(leave.joinRef());
        if (leaves.put(String.valueOf(leave.ref()), joinRef) != null) {
            return;
        }
        if (String.valueOf(leave.ref()).startsWith("c")) {
            // The client itself sends this leave, because the join timed out. Earlier joins of the topic end at the
            // same time.
            endJoins(leave.topic(), view.now());
        } else {
            Duration due = clock(view).plus(view.configuration().leaveTimeout());
            joins.computeIfPresent(joinRef, (ref, join) -> join.endedBy(due));
        }
    }

    private void endJoins(String topic, Duration moment) {
        joins.replaceAll((ref, join) -> join.topic().equals(topic) ? join.endedBy(moment) : join);
    }

    private void replyReceived(String ref, RunView view) {
        if (ref.equals(pendingHeartbeat)) {
            pendingHeartbeat = null;
            answeredSince = WaitStart.ofConnection(view);
            joins.keySet().removeAll(delaying); // the server has run these joins
            delaying.clear();
        }
        joinAnswered(leaves.getOrDefault(ref, ref), view);
    }

    /**
     * Handles the end of a join on the server: a reply to the join or to its leave, or a close of the channel. The
     * server has also run the earlier joins of the topic.
     */
    private void joinAnswered(String ref, RunView view) {
        PendingJoin answered = joins.get(ref);
        if (answered == null) {
            return;
        }
        for (String earlier : List.copyOf(joins.keySet())) {
            PendingJoin join = joins.get(earlier);
            if (join != null && join.topic().equals(answered.topic())) {
                if (join.end().minus(MARGIN).compareTo(view.now()) <= 0) {
                    joins.put(earlier, join.maybeAnswered());
                } else {
                    joins.remove(earlier);
                    timeoutStart = delaying.remove(earlier) ? view.now() : timeoutStart;
                    lastJoinAnswer = view.now();
                }
            }
            if (earlier.equals(ref)) {
                return;
            }
        }
    }

    private void resumed(RunView view) {
        if (pausedSince != null && silentSince != null) {
            Duration lost = view.now().minus(pausedSince.at());
            Duration rest =
                    timeoutStart.compareTo(pausedSince.at()) > 0 ? view.now().minus(timeoutStart) : lost;
            timeoutStart = timeoutStart.plus(rest);
            silentSince = WaitStart.ofConnection(view);
        }
        pausedSince = null;
    }

    /** Checks that the client closes the connection because of an unanswered heartbeat or a long pause. */
    private void closedByClient(RunView view) {
        if (pausedSince != null) {
            Duration span = view.now().minus(pausedSince.at());
            holds(span.compareTo(LONGEST_PAUSE) >= 0, "closed as a slow consumer after %s", span);
            return;
        }
        holds(
                pendingHeartbeat != null || (answeredSince != null && !answeredSince.isSettled(view)),
                "closed although the heartbeat was answered");
        if (pendingHeartbeat == null
                || lastJoinAnswer.equals(view.now())
                || !view.connectionDelay().equals(delayAtSend)) {
            return; // an answer came at the deadline, or the connection was delayed
        }
        Duration waited = view.now().minus(timeoutStart);
        Duration timeout = view.configuration().heartbeatTimeout();
        holds(waited.compareTo(timeout) >= 0, "closed after %s, but the heartbeat timeout is %s", waited, timeout);
        for (String ref : delaying) {
            PendingJoin join = joins.get(ref);
            holds(
                    join == null || join.due().plus(timeout).compareTo(view.now()) <= 0,
                    "closed although a pending join delays the server's answers: %s",
                    join);
        }
    }

    private void reset() {
        joins.clear();
        delaying.clear();
        leaves.clear();
        silentSince = null;
        answeredSince = null;
        pendingHeartbeat = null;
        pausedSince = null;
    }
}
