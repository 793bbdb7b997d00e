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
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeats are sent at their interval. The client closes a connection with a silent server, but not a connection with
 * a responsive server.
 *
 * <p>A join that is sent before a heartbeat delays the reply to the heartbeat. While reading is paused, the client
 * cannot see replies. Callbacks that block or wait do not delay heartbeats, but they may cause such a pause.
 */
public final class HeartbeatKept implements Invariant {

    private static final int GOING_AWAY = 1001;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_JOIN = Duration.ofSeconds(60);

    /** An unanswered join, with the earliest and the latest time at which it may time out. */
    private record PendingJoin(String topic, Duration at, Duration due, Duration latest) {}

    private final JoinTimeouts joinTimeouts = new JoinTimeouts();
    private final Map<String, PendingJoin> joins = new LinkedHashMap<>();
    private final Set<String> delaying = new LinkedHashSet<>();
    /** The refs of leaves. If the transport refuses a leave, the client sends it again and keeps its deadline. */
    private final Set<String> leaves = new LinkedHashSet<>();

    private @Nullable WaitStart silentSince;
    private @Nullable WaitStart answeredSince;
    private @Nullable String pendingHeartbeat;
    private Duration timeoutStart = Duration.ZERO;
    private Duration delayAtSend = Duration.ZERO;
    /** The connection delay at the previous instant. */
    private Duration previousDelay = Duration.ZERO;
    /** The connection delay at this instant. */
    private Duration currentDelay = Duration.ZERO;

    private @Nullable WaitStart pausedSince;
    /** The deadline of the last join that delayed the reply to a heartbeat. */
    private @Nullable WaitStart delayedUntil;

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
                    endedWithoutAnswer(message.ref());
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
        joins.values().removeIf(join -> join.at().plus(LONGEST_JOIN).compareTo(view.now()) < 0);
        for (String ref : delaying) {
            PendingJoin join = joins.get(ref);
            // The deadline is kept even if the join ends earlier.
            if (join != null && (delayedUntil == null || delayedUntil.at().compareTo(join.latest()) < 0)) {
                delayedUntil = WaitStart.ofConnection(join.latest(), view);
            }
        }
        if (delaying.removeIf(ref -> !joins.containsKey(ref))
                && (delayedUntil == null || delayedUntil.isSettled(view))) {
            delayedUntil = WaitStart.ofConnection(view);
        }
        // When the last of these joins times out, the reply gets a whole new deadline.
        Duration timeout = view.configuration().heartbeatTimeout();
        if (delayedUntil == null || delayedUntil.isPast(timeout, view)) {
            Duration most = interval.plus(timeout);
            holds(!silentSince.isPast(most, view), "the server is silent since %s", silentSince);
        }
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
            // The process may have been frozen after it read the clock and before it sent the heartbeat. The timeout
            // starts when the clock is read.
            timeoutStart = view.now().minus(currentDelay.minus(previousDelay));
            delayAtSend = currentDelay;
            delaying.clear();
            delaying.addAll(joins.keySet());
        } else if (message.event().equals("phx_join") && !taken) {
            joins.values().removeIf(join -> join.topic().equals(message.topic()));
        } else if (message.event().equals("phx_join")) {
            Duration due = view.now().plus(view.configuration().joinTimeout());
            Duration latest = view.now().plus(joinTimeouts.of(message.topic(), view));
            joins.put(String.valueOf(message.ref()), new PendingJoin(message.topic(), view.now(), due, latest));
        } else if (message.event().equals("phx_leave")) {
            leaveSent(message, view);
        }
    }

    /** Handles a leave. The join that it leaves still delays the server, until the join times out. */
    private void leaveSent(Message leave, RunView view) {
        Duration due = view.now().plus(view.configuration().leaveTimeout());
        String joinRef = String.valueOf(leave.joinRef());
        if (String.valueOf(leave.ref()).startsWith("c")) {
            if (joins.containsKey(joinRef) && delaying.contains(joinRef)) {
                timeoutStart = view.now();
            }
            // The join timed out. Earlier joins of the same topic end with it.
            joins.values().removeIf(join -> join.topic().equals(leave.topic()));
        } else if (leaves.add(String.valueOf(leave.ref()))) {
            joins.computeIfPresent(
                    joinRef,
                    (ref, join) -> new PendingJoin(join.topic(), join.at(), earlier(due, join.due()), join.latest()));
        }
    }

    private static Duration earlier(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void replyReceived(String ref, RunView view) {
        if (ref.equals(pendingHeartbeat)) {
            pendingHeartbeat = null;
            answeredSince = WaitStart.ofConnection(view);
        }
        PendingJoin join = joins.remove(ref);
        if (delaying.remove(ref) && join != null && join.due().compareTo(view.now()) > 0) {
            timeoutStart = view.now();
        }
    }

    /** Handles a close that a faulty server sends instead of a join reply. Earlier joins of the same topic end too. */
    private void endedWithoutAnswer(String ref) {
        PendingJoin ended = joins.get(ref);
        if (ended != null) {
            joins.values()
                    .removeIf(join ->
                            join.topic().equals(ended.topic()) && join.at().compareTo(ended.at()) <= 0);
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
        if (pendingHeartbeat == null || !view.connectionDelay().equals(delayAtSend)) {
            return; // the reply came at the deadline, or the connection was delayed
        }
        Duration waited = view.now().minus(timeoutStart);
        Duration timeout = view.configuration().heartbeatTimeout();
        holds(waited.compareTo(timeout) >= 0, "closed after %s, but the heartbeat timeout is %s", waited, timeout);
        for (PendingJoin join : joins.entrySet().stream()
                .filter(join -> delaying.contains(join.getKey()))
                .map(Map.Entry::getValue)
                .toList()) {
            holds(
                    join.due().compareTo(view.now()) <= 0,
                    "closed although a join of %s delays the server until %s",
                    join.topic(),
                    join.due());
        }
    }

    private void reset() {
        joins.clear();
        delaying.clear();
        leaves.clear();
        silentSince = null;
        delayedUntil = null;
        answeredSince = null;
        pendingHeartbeat = null;
        pausedSince = null;
    }
}
