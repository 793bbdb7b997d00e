package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Reply;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.PayloadIds;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The client writes each push at most once. It does not write a push that it reported as not sent. */
public final class AtMostOnceWire implements Invariant {

    private final Map<Integer, String> written = new LinkedHashMap<>();
    /** The number in the payload of each push. The key is the tag of a request, or the ref of a push without a tag. */
    private final Map<Object, Integer> ids = new LinkedHashMap<>();

    private final Map<Integer, String> unsent = new LinkedHashMap<>();
    private final Set<Integer> refused = new LinkedHashSet<>();

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> {
                for (Operation operation : operations) {
                    if (operation instanceof Operation.MakeRequest(var tag, var push)) {
                        ids.put(tag, PayloadIds.of(push.payload()));
                    } else if (operation instanceof Command.PushMessage push) {
                        ids.put(push.ref(), PayloadIds.of(push.payload()));
                    }
                }
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
            when !message.event().startsWith("phx_") && !message.topic().equals("phoenix") -> {
                int id = PayloadIds.of(message.payload());
                if (!taken) {
                    refused.add(id);
                    return;
                }
                String earlier = written.put(id, "on connection " + connection);
                holds(earlier == null, "push %s was written on connection %s, and earlier %s", id, connection, earlier);
                holds(!unsent.containsKey(id), "push %s was written after it was reported as %s", id, unsent.get(id));
            }
            case RunEvent.CallbackStarted(Callback.Outcome(var tag, Reply.Lost(var failure, var maybeSent)), var state)
            when maybeSent && ids.containsKey(tag) ->
                holds(
                        !refused.contains(ids.get(tag)) || !(failure instanceof Failure.TimedOut),
                        "the transport refused push %s, but it is reported as perhaps sent: %s",
                        ids.get(tag),
                        failure);
            case RunEvent.CallbackStarted(Callback.Outcome(var tag, Reply.Lost(var failure, var maybeSent)), var state)
            when !maybeSent && ids.containsKey(tag) -> unsent(ids.get(tag), failure);
            case RunEvent.CallbackStarted(Callback.OfEvent(Event.PushFailed(var ref, var failure)), var state)
            when ids.containsKey(ref) -> unsent(ids.get(ref), failure);
            default -> {}
        }
    }

    private void unsent(int id, Failure failure) {
        holds(!written.containsKey(id), "push %s was reported as not sent, but was written %s", id, written.get(id));
        unsent.put(id, "not sent: " + failure);
    }
}
