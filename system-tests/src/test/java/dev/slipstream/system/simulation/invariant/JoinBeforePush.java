package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.util.LinkedHashMap;
import java.util.Map;

/** A push is sent only on a connection that joined its topic: after the reply to the join and before a leave. */
public final class JoinBeforePush implements Invariant {

    private final Map<String, String> sent = new LinkedHashMap<>();
    private final Map<String, String> current = new LinkedHashMap<>();

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Opening opening) -> {
                sent.clear();
                current.clear();
            }
            case RunEvent.OnNetwork(NetworkEvent.Arrived(var connection, var frame, var message))
            when message != null && message.isReply() && "ok".equals(message.status()) -> {
                if (message.ref() != null && message.ref().equals(sent.get(message.topic()))) {
                    current.put(message.topic(), message.ref());
                }
            }
            case RunEvent.OnNetwork(NetworkEvent.Sent(var connection, Message message, var taken))
            when taken -> sent(message);
            default -> {}
        }
    }

    private void sent(Message message) {
        switch (message.event()) {
            case "phx_join" -> {
                current.remove(message.topic());
                sent.put(message.topic(), String.valueOf(message.ref()));
            }
            case "phx_leave" -> current.remove(message.topic());
            default -> {
                if (!message.topic().equals("phoenix")) {
                    holds(
                            current.containsKey(message.topic()),
                            "a push on %s, which is not joined: %s",
                            message.topic(),
                            message);
                    holds(
                            String.valueOf(message.joinRef()).equals(current.get(message.topic())),
                            "a push with a join_ref other than the current %s: %s",
                            current.get(message.topic()),
                            message);
                }
            }
        }
    }
}
