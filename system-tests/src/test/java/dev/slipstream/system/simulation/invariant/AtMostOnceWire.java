package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Reply;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.system.simulation.Ids;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.simulation.NetworkEvent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Each push is written to one connection at most, once at most; and not at all if the client was told so. */
public final class AtMostOnceWire implements Invariant {

    private final Map<Integer, String> written = new LinkedHashMap<>();
    /** By the tag of a request, and by the ref of a plain push. */
    private final Map<Object, Integer> ids = new LinkedHashMap<>();

    private final Map<Integer, String> unsent = new LinkedHashMap<>();
    private final Set<Integer> refused = new LinkedHashSet<>();

    @Override
    public String name() {
        return "I4 AtMostOnceWire";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> {
                for (Operation operation : operations) {
                    if (operation instanceof Operation.MakeRequest(var tag, var push)) {
                        ids.put(tag, Ids.of(push.payload()));
                    } else if (operation instanceof Command.PushMessage push) {
                        ids.put(push.ref(), Ids.of(push.payload()));
                    }
                }
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(int connection, Message message, boolean taken))
            when !message.event().startsWith("phx_") && !message.topic().equals("phoenix") -> {
                int id = Ids.of(message.payload());
                if (!taken) {
                    refused.add(id);
                    return;
                }
                String earlier = written.put(id, "on connection " + connection);
                holds(earlier == null, "push %s was written on connection %s, and before %s", id, connection, earlier);
                holds(!unsent.containsKey(id), "push %s was written, after it was told %s", id, unsent.get(id));
            }
            case RunEvent.CallbackStarted(Callback.Outcome(var tag, Reply.Lost(var failure, var maybeSent)), var state)
            when maybeSent && ids.containsKey(tag) ->
                holds(
                        !refused.contains(ids.get(tag)) || !(failure instanceof Failure.TimedOut),
                        "push %s was refused by the transport, and is told perhaps to be sent: %s",
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
        holds(!written.containsKey(id), "push %s was told not to be sent, but was %s", id, written.get(id));
        unsent.put(id, "not sent: " + failure);
    }
}
