package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Command;
import dev.slipstream.core.Letter;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.system.simulation.Ids;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.system.simulation.Sight;
import dev.slipstream.testkit.simulation.Moment;
import java.util.LinkedHashMap;
import java.util.Map;

/** The pushes of a topic are written in the order in which they were posted, and none of before a leave after it. */
public final class WireOrder implements Invariant {

    private record Place(int number, int leaves) {}

    private final Map<Integer, Place> posted = new LinkedHashMap<>();
    private final Map<String, Integer> last = new LinkedHashMap<>();
    private final Map<String, Integer> left = new LinkedHashMap<>();
    private final Map<String, Integer> joined = new LinkedHashMap<>();

    @Override
    public String name() {
        return "WireOrder";
    }

    @Override
    public void on(Sight sight, Scene scene) {
        switch (sight) {
            case Sight.Posted(var letters) -> letters.forEach(this::posted);
            case Sight.Net(Moment.Sent(int connection, Message message, boolean taken)) -> {
                if (message.event().equals("phx_join")) {
                    joined.put(message.topic(), left.getOrDefault(message.topic(), 0));
                } else {
                    written(message);
                }
            }
            default -> {}
        }
    }

    private void posted(Letter letter) {
        switch (letter) {
            case Letter.ToServer(var tag, var push) -> posted(push);
            case Letter.ToConnection(Command.PushMessage push) -> posted(push);
            case Letter.ToConnection(Command.LeaveTopic(var ref, var topic)) -> left.merge(topic, 1, Integer::sum);
            default -> {}
        }
    }

    private void posted(Command.PushMessage push) {
        posted.put(Ids.of(push.payload()), new Place(posted.size(), left.getOrDefault(push.topic(), 0)));
    }

    private void written(Message message) {
        Place place = posted.get(Ids.of(message.payload()));
        if (place == null) {
            return; // of a session, or not of the client's user
        }
        Integer before = last.put(message.topic(), place.number());
        holds(before == null || before < place.number(), "written before what was posted first: %s", message);
        int joinedAfter = joined.getOrDefault(message.topic(), 0);
        holds(place.leaves() >= joinedAfter, "written although it was posted before a leave: %s", message);
    }
}
