package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.simulation.NetworkEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** A reply that came is told as soon as nothing hinders the client: a wake-up that is lost shows as time. */
public final class Prompt implements Invariant {

    private final Map<String, Object> open = new LinkedHashMap<>();
    private final Map<Object, Since> owed = new LinkedHashMap<>();

    @Override
    public String name() {
        return "I2 Prompt";
    }

    @Override
    public void timePassed(Scene scene) {
        owed.forEach((tag, since) ->
                holds(!since.isSettled(scene), "the reply to %s came at %s, and is not told", tag, since.at()));
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
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
                    owed.put(tag, Since.now(scene));
                }
            }
            case RunEvent.CallbackStarted(Callback.Outcome(var tag, var reply), var state) -> {
                owed.remove(tag);
                open.values().remove(tag);
            }
            case RunEvent.CallbackEnded(Callback.Terminate terminate, var thrown) -> owed.clear();
            default -> {}
        }
    }
}
