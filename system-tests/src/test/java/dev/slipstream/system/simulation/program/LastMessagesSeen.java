package dev.slipstream.system.simulation.program;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.PayloadIds;
import dev.slipstream.system.simulation.ProgramEvent;
import dev.slipstream.system.simulation.ProgramInvariant;
import dev.slipstream.system.simulation.ProgramView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The handlers of each joined channel get all messages that arrive in the phase {@code LAST_PUSHES}, in order. */
final class LastMessagesSeen implements ProgramInvariant {

    private final Map<String, List<String>> arrived = new LinkedHashMap<>();
    private final Map<String, List<String>> seen = new LinkedHashMap<>();
    private boolean isCounting;

    @Override
    public void on(ProgramEvent event) {
        switch (event) {
            case ProgramEvent.PhaseBegan(var phase) -> isCounting = phase == ProgramEvent.Phase.LAST_PUSHES;
            case ProgramEvent.OnWire(NetworkEvent.Arrived(var connection, var frame, var message))
            when message != null -> {
                if (!message.isReply() && !message.event().startsWith("phx_")) {
                    add(arrived, message.topic(), message.event() + " " + PayloadIds.key(message.payload()));
                }
            }
            case ProgramEvent.MessageSeen(var channel, var topic, var name, var payload, var view) ->
                add(seen, topic, name + " " + payload);
            default -> {}
        }
    }

    private void add(Map<String, List<String>> all, String topic, String text) {
        if (isCounting) {
            all.computeIfAbsent(topic, none -> new ArrayList<>()).add(text);
        }
    }

    @Override
    public void atRest(ProgramView view) {
        view.handles().values().forEach(channel -> {
            if (channel.isJoined()) {
                List<String> expected = arrived.getOrDefault(channel.topic(), List.of());
                List<String> actual = seen.getOrDefault(channel.topic(), List.of());
                holds(actual.equals(expected), "%s saw %s, but %s arrived", channel.topic(), actual, expected);
            }
        });
    }
}
