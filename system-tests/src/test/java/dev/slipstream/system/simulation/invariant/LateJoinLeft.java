package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Event;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.simulation.NetworkEvent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A join that was given up is left, so that one which comes too late does not linger on the server. */
public final class LateJoinLeft implements Invariant {

    private final Map<String, String> joins = new LinkedHashMap<>();
    private final Set<String> left = new LinkedHashSet<>();
    /** Joins whose leave is perhaps about to be sent. */
    private final Map<String, Since> owed = new LinkedHashMap<>();

    private boolean open;

    @Override
    public String name() {
        return "I3 LateJoinLeft";
    }

    @Override
    public void timePassed(Scene scene) {
        owed.keySet().removeAll(left);
        owed.forEach((join, since) ->
                holds(!since.isSettled(scene), "join %s was given up, and the server is not told", join));
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Opened opened) -> open = true;
            case RunEvent.OnNetwork(NetworkEvent.Closing closing) -> over();
            case RunEvent.OnNetwork(NetworkEvent.Ended ended) -> over();
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken)) ->
                sent(message, taken);
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.TopicJoinFailed failed), var state) ->
                told(failed, scene);
            case RunEvent.EventAwaited(Event.TopicJoinFailed failed) -> told(failed, scene);
            default -> {}
        }
    }

    private void sent(Message message, boolean taken) {
        if (message.event().equals("phx_leave")) {
            left.add(String.valueOf(message.joinRef()));
        } else if (message.event().equals("phx_join")) {
            joins.remove(message.topic());
            if (taken) { // else the server never hears of it
                joins.put(message.topic(), String.valueOf(message.ref()));
            }
        }
    }

    private void told(Event.TopicJoinFailed failed, Scene scene) {
        String join = joins.get(failed.topic());
        if (open && join != null && failed.reason() instanceof TopicCloseReason.JoinTimedOut) {
            owed.put(join, Since.now(scene));
        }
    }

    private void over() {
        open = false;
        joins.clear();
        left.clear();
        owed.clear();
    }
}
