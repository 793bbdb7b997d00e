package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.serializer.Message;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.simulation.NetworkEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** No push goes out on a topic before its join was answered well on that connection, nor after its leave. */
public final class JoinBeforePush implements Invariant {

    private final Map<String, String> sent = new LinkedHashMap<>();
    private final Map<String, String> live = new LinkedHashMap<>();

    @Override
    public String name() {
        return "I6 JoinBeforePush";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Opening opening) -> {
                sent.clear();
                live.clear();
            }
            case RunEvent.OnNetwork(NetworkEvent.Arrived(var connection, var frame, var message))
            when message != null && message.isReply() && "ok".equals(message.status()) -> {
                if (message.ref() != null && message.ref().equals(sent.get(message.topic()))) {
                    live.put(message.topic(), message.ref());
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
                live.remove(message.topic());
                sent.put(message.topic(), String.valueOf(message.ref()));
            }
            case "phx_leave" -> live.remove(message.topic());
            default -> {
                if (!message.topic().equals("phoenix")) {
                    holds(
                            live.containsKey(message.topic()),
                            "a push on %s, which is not joined: %s",
                            message.topic(),
                            message);
                    holds(
                            String.valueOf(message.joinRef()).equals(live.get(message.topic())),
                            "a push with another join_ref than the live %s: %s",
                            live.get(message.topic()),
                            message);
                }
            }
        }
    }
}
