package dev.slipstream.system.simulation.program;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.serializer.Message;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.PayloadIds;
import dev.slipstream.system.simulation.ProgramEvent;
import dev.slipstream.system.simulation.ProgramInvariant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The handlers of a topic get its messages and join responses in the order of arrival, each at most once. This also
 * holds if one handle of the topic replaces another.
 */
final class MessagesOrdered implements ProgramInvariant {

    private final Map<String, List<String>> arrived = new LinkedHashMap<>();
    /** For each topic, the position of the last seen message in the order of arrival, counted from 1. */
    private final Map<String, Integer> places = new LinkedHashMap<>();

    private final Map<Integer, String> topics = new LinkedHashMap<>();

    @Override
    public void on(ProgramEvent event) {
        switch (event) {
            case ProgramEvent.HandleMade(var channel, var topic) -> topics.put(channel, topic);
            case ProgramEvent.OnWire(NetworkEvent.Arrived(var connection, var frame, var message))
            when message != null ->
                arrived.computeIfAbsent(message.topic(), none -> new ArrayList<>())
                        .add(message.event() + " " + PayloadIds.key(message.payload()));
            case ProgramEvent.MessageSeen seen -> seen(seen.topic(), seen.event() + " " + seen.payload());
            case ProgramEvent.JoinSeen seen ->
                seen(topics.getOrDefault(seen.channel(), ""), Message.REPLY + " " + seen.response());
            default -> {}
        }
    }

    private void seen(String topic, String text) {
        List<String> all = arrived.getOrDefault(topic, List.of());
        int place = places.getOrDefault(topic, 0);
        while (place < all.size() && !all.get(place).equals(text)) {
            place++;
        }
        holds(place < all.size(), "%s on %s did not arrive, or is out of order, or was seen before", text, topic);
        places.put(topic, place + 1);
    }
}
