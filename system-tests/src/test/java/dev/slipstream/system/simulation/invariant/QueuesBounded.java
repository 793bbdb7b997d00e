package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.AppFault;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.PayloadIds;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events in the mailbox and the pushes in the push buffer of a topic stay within their limits. */
public final class QueuesBounded implements Invariant {

    /**
     * How many frames may arrive after reading was paused: the frame that caused the pause, and frames that the
     * transport had already read.
     */
    private static final int READ_ALREADY = 3;

    private final Map<String, Integer> buffers = new LinkedHashMap<>();
    private final Map<String, Integer> released = new LinkedHashMap<>();
    /** Pushes applied while their topic was not joined. If such a push is sent, it was in the push buffer. */
    private final Set<Integer> buffered = new LinkedHashSet<>();

    /** The state at the start of the callback. Null after operations were applied, because they change the state. */
    private @Nullable SocketState state;

    /**
     * Whether a callback waited, and the mailbox was full at each measurement since then. The client does not pause
     * reading while a callback waits.
     */
    private boolean waited;

    /** The number of the open connection; 0 if there is none, or if it is closing. */
    private int open;

    private boolean paused;
    private int readMeanwhile;
    /** When the mailbox became full while reading continued; null if reading need not pause now. */
    private @Nullable WaitStart fullSince;

    @Override
    public void timePassed(RunView view) {
        holds(
                fullSince == null || !fullSince.isSettled(view),
                "reading continues although the mailbox is full, since %s",
                fullSince);
    }

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.TelemetryObserved(
                    Observation.QueuesMeasured(int events, long bytes, int messages, int outbound)) ->
                measured(events, bytes, view);
            case RunEvent.TelemetryObserved(Observation.ReadingPaused now) -> {
                paused = true;
                fullSince = null;
                readMeanwhile = 0;
            }
            case RunEvent.TelemetryObserved(Observation.ReadingResumed now) -> paused = false;
            case RunEvent.FromOutside(var what)
            when what.equals(AppFault.CALLBACK_WAITED.name()) -> {
                waited = true;
                fullSince = null;
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
            // A closing connection reads everything until the server's close arrives.
            case RunEvent.OnNetwork(NetworkEvent.Closing(int connection, int code)) -> ended(connection);
            case RunEvent.OnNetwork(NetworkEvent.Ended(int connection, var reason)) -> ended(connection);
            default -> {}
        }
    }

    private void ended(int connection) {
        if (connection == open) {
            open = 0;
            fullSince = null;
        }
    }

    private void measured(int events, long bytes, RunView view) {
        holds((events == 0) == (bytes == 0), "%s events in the mailbox have %s bytes", events, bytes);
        boolean isFull = events >= view.mailboxBound();
        waited &= isFull;
        if (!isFull || open == 0 || paused || waited) {
            fullSince = null;
        } else if (fullSince == null) {
            fullSince = WaitStart.ofConnection(view);
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
            buffered.add(PayloadIds.of(push.payload()));
        }
    }

    /** Checks a sent message. All pushes in a buffer are sent when their topic is joined. */
    private void sent(Message message) {
        if (message.event().equals("phx_join")) {
            released.remove(message.topic());
        } else if (buffered.remove(PayloadIds.of(message.payload()))) {
            int count = released.merge(message.topic(), 1, Integer::sum);
            int most = buffers.getOrDefault(message.topic(), 0);
            holds(
                    count <= most,
                    "%s pushes were buffered for %s, but its buffer holds %s",
                    count,
                    message.topic(),
                    most);
        }
    }
}
