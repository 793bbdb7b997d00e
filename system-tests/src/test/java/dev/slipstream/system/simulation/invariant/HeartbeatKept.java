package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Observation;
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
 * Heartbeats keep their cadence, a connection whose server says nothing is given up, and one whose server answers is not.
 *
 * <p>A join that was sent before a heartbeat holds its reply back, and what is not read cannot be answered. A callback that
 * blocks or waits holds nothing of it up, but that reading may pause.
 */
public final class HeartbeatKept implements Invariant {

    private static final int GOING_AWAY = 1001;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_JOIN = Duration.ofSeconds(60);

    /** A join, or the leave that follows it, and when it is given up at the earliest and at the latest. */
    private record Asked(String topic, Duration at, Duration due, Duration latest) {}

    private final JoinPatience patience = new JoinPatience();
    private final Map<String, Asked> joins = new LinkedHashMap<>();
    private final Set<String> holding = new LinkedHashSet<>();
    /** The refs of leaves: one that was refused is sent again, and its time goes on. */
    private final Set<String> leaves = new LinkedHashSet<>();

    private @Nullable Since silent;
    private @Nullable Since free;
    private @Nullable String out;
    private Duration waitsFrom = Duration.ZERO;
    private Duration lateBefore = Duration.ZERO;
    /** What was lost before this instant. */
    private Duration lateEarlier = Duration.ZERO;
    /** What was lost by now. */
    private Duration lateNow = Duration.ZERO;

    private @Nullable Since paused;
    /** When the last join that held the reply back was given up, or will be. */
    private @Nullable Since held;

    @Override
    public String name() {
        return "I12 HalfOpen, I13 NoFalseDead";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        patience.on(runEvent);
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Opening opening) -> forget();
            case RunEvent.OnNetwork(NetworkEvent.Opened opened) -> {
                silent = Since.ofConnection(scene);
                free = Since.ofConnection(scene);
            }
            case RunEvent.OnNetwork(NetworkEvent.Ended ended) -> forget();
            case RunEvent.OnNetwork(NetworkEvent.Closing(int connection, int code)) -> {
                if (silent != null && code == GOING_AWAY) {
                    givenUp(scene);
                }
                forget();
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
            when silent != null -> sent(message, taken, scene);
            case RunEvent.OnNetwork(NetworkEvent.Arrived(int connection, var frame, var message))
            when silent != null -> {
                silent = Since.ofConnection(scene);
                if (message != null && message.isReply() && message.ref() != null) {
                    answered(message.ref(), scene);
                } else if (message != null
                        && message.ref() != null
                        && message.ref().equals(message.joinRef())) {
                    endedWithoutAnswer(message.ref());
                }
            }
            case RunEvent.TelemetryObserved(Observation.ReadingPaused now) -> paused = Since.now(scene);
            case RunEvent.TelemetryObserved(Observation.ReadingResumed now) -> resumed(scene);
            default -> {}
        }
    }

    @Override
    public void timePassed(Scene scene) {
        lateEarlier = lateNow;
        lateNow = scene.late();
        if (silent == null) {
            return;
        }
        Duration interval = scene.configuration().heartbeatInterval();
        holds(free == null || !free.isPast(interval, scene), "no heartbeat since %s", free);
        if (paused != null) {
            holds(!paused.isSettled(scene), "reading is paused since %s, and nothing hinders the client", paused);
            return;
        }
        joins.values().removeIf(join -> join.at().plus(LONGEST_JOIN).compareTo(scene.now()) < 0);
        for (String join : holding) {
            Asked asked = joins.get(join);
            // Its deadline counts although it ended before.
            if (asked != null && (held == null || held.at().compareTo(asked.latest()) < 0)) {
                held = Since.ofConnection(asked.latest(), scene);
            }
        }
        if (holding.removeIf(join -> !joins.containsKey(join)) && (held == null || held.isSettled(scene))) {
            held = Since.ofConnection(scene);
        }
        if (holding.isEmpty() && (held == null || held.isSettled(scene))) {
            Duration most = interval.plus(scene.configuration().heartbeatTimeout());
            holds(!silent.isPast(most, scene), "the server says nothing since %s", silent);
        }
    }

    private void sent(Message message, boolean taken, Scene scene) {
        if (message.topic().equals("phoenix")) {
            holds(out == null, "heartbeat %s while %s is out", message.ref(), out);
            out = message.ref();
            free = null;
            // The process may have slept between the clock's reading and the sending: the deadline is of the first.
            waitsFrom = scene.now().minus(lateNow.minus(lateEarlier));
            lateBefore = lateNow;
            holding.clear();
            holding.addAll(joins.keySet());
        } else if (message.event().equals("phx_join") && !taken) {
            joins.values().removeIf(asked -> asked.topic().equals(message.topic()));
        } else if (message.event().equals("phx_join")) {
            Duration due = scene.now().plus(scene.configuration().joinTimeout());
            Duration latest = scene.now().plus(patience.of(message.topic(), scene));
            joins.put(String.valueOf(message.ref()), new Asked(message.topic(), scene.now(), due, latest));
        } else if (message.event().equals("phx_leave")) {
            left(message, scene.now().plus(scene.configuration().leaveTimeout()));
        }
    }

    /** A join that is left still holds the server up; one that was given up does not, for all that is known. */
    private void left(Message leave, Duration due) {
        String join = String.valueOf(leave.joinRef());
        if (String.valueOf(leave.ref()).startsWith("c")) {
            // With it go those of its topic that were left before.
            joins.values().removeIf(asked -> asked.topic().equals(leave.topic()));
        } else if (leaves.add(String.valueOf(leave.ref()))) {
            joins.computeIfPresent(
                    join, (ref, asked) -> new Asked(asked.topic(), asked.at(), due, later(due, asked.latest())));
        }
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private void answered(String ref, Scene scene) {
        if (ref.equals(out)) {
            out = null;
            free = Since.ofConnection(scene);
        }
        Asked asked = joins.remove(ref);
        if (holding.remove(ref) && asked != null && asked.due().compareTo(scene.now()) > 0) {
            waitsFrom = scene.now();
        }
    }

    /** A broken server tells of an end before the answer: with a join go those of its topic before it. */
    private void endedWithoutAnswer(String ref) {
        Asked ended = joins.get(ref);
        if (ended != null) {
            joins.values()
                    .removeIf(asked ->
                            asked.topic().equals(ended.topic()) && asked.at().compareTo(ended.at()) <= 0);
        }
    }

    private void resumed(Scene scene) {
        if (paused != null && silent != null) {
            Duration lost = scene.now().minus(paused.at());
            Duration rest = waitsFrom.compareTo(paused.at()) > 0 ? scene.now().minus(waitsFrom) : lost;
            waitsFrom = waitsFrom.plus(rest);
            silent = Since.ofConnection(scene);
        }
        paused = null;
    }

    /** The client ends the connection: for a heartbeat that was not answered, or because it was paused too long. */
    private void givenUp(Scene scene) {
        if (paused != null) {
            Duration span = scene.now().minus(paused.at());
            holds(span.compareTo(LONGEST_PAUSE) >= 0, "given up as too slow after %s", span);
            return;
        }
        holds(out != null || (free != null && !free.isSettled(scene)), "given up, though the heartbeat was answered");
        if (out == null || !scene.late().equals(lateBefore)) {
            return; // the answer and the deadline have met, or the connection could not look at what came
        }
        Duration waited = scene.now().minus(waitsFrom);
        Duration timeout = scene.configuration().heartbeatTimeout();
        holds(waited.compareTo(timeout) >= 0, "given up after %s, the heartbeat has %s", waited, timeout);
        for (Asked join : joins.entrySet().stream()
                .filter(join -> holding.contains(join.getKey()))
                .map(Map.Entry::getValue)
                .toList()) {
            holds(
                    join.due().compareTo(scene.now()) <= 0,
                    "given up, though a join of %s holds the server up, until %s",
                    join.topic(),
                    join.due());
        }
    }

    private void forget() {
        joins.clear();
        holding.clear();
        leaves.clear();
        silent = null;
        held = null;
        free = null;
        out = null;
        paused = null;
    }
}
