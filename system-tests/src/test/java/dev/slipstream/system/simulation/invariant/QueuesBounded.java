package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.system.simulation.Ids;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.system.simulation.Trouble;
import dev.slipstream.simulation.NetworkEvent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What waits in line is bounded: events in the mailbox, and pushes in the buffer of their topic. */
public final class QueuesBounded implements Invariant {

    /** The frame by which a transport hears that reading is paused, and what it may hold by then. */
    private static final int READ_ALREADY = 3;

    private final Map<String, Integer> buffers = new LinkedHashMap<>();
    private final Map<String, Integer> released = new LinkedHashMap<>();
    /** Pushes of topics that were not joined when they were applied: what is sent of them was kept. */
    private final Set<Integer> kept = new LinkedHashSet<>();

    /** Those that the callback began with; null once it has applied operations, for what it knows then may be another thing. */
    private @Nullable SocketState state;

    /** What a callback waits for is read though the mailbox is full, and may stay there until others have taken it. */
    private boolean waited;

    /** The connection that is open and was not asked to close; 0 if there is none. */
    private int open;

    private boolean paused;
    private int readMeanwhile;
    /** Since when the mailbox is full and reading goes on. */
    private @Nullable Since full;

    @Override
    public String name() {
        return "I15 QueuesBounded";
    }

    @Override
    public void timePassed(Scene scene) {
        holds(full == null || !full.isSettled(scene), "the mailbox is full, and reading goes on, since %s", full);
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        switch (runEvent) {
            case RunEvent.TelemetryObserved(Observation.QueuesMeasured(int events, long bytes, int messages)) ->
                measured(events, bytes, scene);
            case RunEvent.TelemetryObserved(Observation.ReadingPaused now) -> {
                paused = true;
                full = null;
                readMeanwhile = 0;
            }
            case RunEvent.TelemetryObserved(Observation.ReadingResumed now) -> paused = false;
            case RunEvent.FromOutside(var what)
            when what.equals(Trouble.CALLBACK_WAITED.name()) -> {
                waited = true;
                full = null;
            }
            case RunEvent.CallbackStarted(var callback, var known) -> state = known;
            case RunEvent.OperationsApplied(var operations) -> {
                operations.forEach(this::applied);
                state = null;
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken)) -> sent(message);
            case RunEvent.OnNetwork(NetworkEvent.Arrived(int connection, var frame, var message))
            when paused && connection == open && !waited ->
                holds(++readMeanwhile <= READ_ALREADY, "%s frames were read while reading was paused", readMeanwhile);
            case RunEvent.OnNetwork(NetworkEvent.Opened(int connection)) -> {
                open = connection;
                paused = false;
            }
            // From now on all is read, for the close to come.
            case RunEvent.OnNetwork(NetworkEvent.Closing(int connection, int code)) -> ended(connection);
            case RunEvent.OnNetwork(NetworkEvent.Ended(int connection, var reason)) -> ended(connection);
            default -> {}
        }
    }

    private void ended(int connection) {
        if (connection == open) {
            open = 0;
            full = null;
        }
    }

    private void measured(int events, long bytes, Scene scene) {
        holds((events == 0) == (bytes == 0), "%s events in the mailbox weigh %s", events, bytes);
        boolean isFull = events >= scene.mailbox();
        waited &= isFull;
        if (!isFull || open == 0 || paused || waited) {
            full = null;
        } else if (full == null) {
            full = Since.ofConnection(scene);
        }
    }

    private void applied(Operation operation) {
        switch (operation) {
            case Operation.SetPushBuffer(var topic, PushBuffer buffer) ->
                buffers.merge(topic, buffer.messages(), Math::max);
            case Operation.MakeRequest(var tag, var push) -> applied(push);
            case Command.PushMessage push -> applied(push);
            default -> {}
        }
    }

    private void applied(Command.PushMessage push) {
        if (state != null && state.status(push.topic()) != JoinStatus.JOINED) {
            kept.add(Ids.of(push.payload()));
        }
    }

    /** What waited for its topic goes out all at once, when that is joined. */
    private void sent(Message message) {
        if (message.event().equals("phx_join")) {
            released.remove(message.topic());
        } else if (kept.remove(Ids.of(message.payload()))) {
            int count = released.merge(message.topic(), 1, Integer::sum);
            int most = buffers.getOrDefault(message.topic(), 0);
            holds(count <= most, "%s pushes were kept for %s, its buffer holds %s", count, message.topic(), most);
        }
    }
}
