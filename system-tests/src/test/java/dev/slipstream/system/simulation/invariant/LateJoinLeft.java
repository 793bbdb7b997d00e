package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Event;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The client sends a leave for each join that timed out, because the server may accept the join later. */
public final class LateJoinLeft implements Invariant {

    private final Map<String, String> joins = new LinkedHashMap<>();
    private final Set<String> left = new LinkedHashSet<>();
    /** Joins that timed out, and whose leave may not have been sent yet. */
    private final Map<String, WaitStart> missing = new LinkedHashMap<>();

    private boolean open;

    @Override
    public void timePassed(RunView view) {
        missing.keySet().removeAll(left);
        missing.forEach(
                (join, since) -> holds(!since.isSettled(view), "join %s timed out, but no leave was sent", join));
    }

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Opened opened) -> open = true;
            case RunEvent.OnNetwork(NetworkEvent.Closing closing) -> reset();
            case RunEvent.OnNetwork(NetworkEvent.Ended ended) -> reset();
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken)) ->
                sent(message, taken);
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.TopicJoinFailed failed), var state) ->
                joinFailed(failed, view);
            case RunEvent.EventAwaited(Event.TopicJoinFailed failed) -> joinFailed(failed, view);
            default -> {}
        }
    }

    private void sent(Message message, boolean taken) {
        if (message.event().equals("phx_leave")) {
            left.add(String.valueOf(message.joinRef()));
        } else if (message.event().equals("phx_join")) {
            joins.remove(message.topic());
            if (taken) { // otherwise the transport refused the join
                joins.put(message.topic(), String.valueOf(message.ref()));
            }
        }
    }

    private void joinFailed(Event.TopicJoinFailed failed, RunView view) {
        String join = joins.get(failed.topic());
        if (open && join != null && failed.reason() instanceof TopicCloseReason.JoinTimedOut) {
            missing.put(join, WaitStart.now(view));
        }
    }

    private void reset() {
        open = false;
        joins.clear();
        left.clear();
        missing.clear();
    }
}
