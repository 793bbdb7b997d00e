package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.util.LinkedHashMap;
import java.util.Map;

/** A reply is reported as soon as nothing delays the client. A late report reveals a lost wake-up. */
public final class Prompt implements Invariant {

    private final Map<String, Object> open = new LinkedHashMap<>();
    private final Map<Object, WaitStart> unreported = new LinkedHashMap<>();

    @Override
    public void timePassed(RunView view) {
        unreported.forEach((tag, since) ->
                holds(!since.isSettled(view), "the reply to %s came at %s, but is not reported", tag, since.at()));
    }

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OperationsApplied(var operations) -> {
                for (Operation operation : operations) {
                    if (operation instanceof Operation.MakeRequest(var tag, var push)) {
                        open.put(push.ref().value(), tag);
                    }
                }
            }
            case RunEvent.OnNetwork(NetworkEvent.Arrived(int connection, var frame, var message))
            when message != null && message.isReply() -> {
                Object tag = open.remove(String.valueOf(message.ref()));
                if (tag != null) {
                    unreported.put(tag, WaitStart.now(view));
                }
            }
            case RunEvent.CallbackStarted(Callback.Outcome(var tag, var reply), var state) -> {
                unreported.remove(tag);
                open.values().remove(tag);
            }
            case RunEvent.CallbackEnded(Callback.Terminate terminate, var thrown) -> unreported.clear();
            default -> {}
        }
    }
}
