package dev.slipstream.system.simulation;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.simulation.SeededRandom;
import dev.slipstream.simulation.Simulation;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import java.util.List;
import java.util.Map;

/** Other users of the simulated server, whose presences the program sees. Their connections have no faults. */
final class OtherUsers {

    /**
     * The connections of other users have higher numbers than this. The network numbers the program's connections from
     * 1.
     */
    private static final int FIRST = 1_000_000;

    private final Simulation simulation;
    private final Payload empty = JacksonSerializer.standard().encode(Map.of());
    private int last = FIRST;
    private int refs;

    OtherUsers(Simulation simulation) {
        this.simulation = simulation;
    }

    /** Returns whether an event of the network concerns the program's connections. */
    static boolean isOfProgram(NetworkEvent event) {
        return !(event instanceof NetworkEvent.Answered(int connection, Message message) && connection > FIRST);
    }

    /** Makes a user connect, join a topic or disconnect, or makes the channels of a topic change their presences. */
    void act(List<String> topics, SeededRandom random) {
        switch (random.below(6)) {
            case 0 -> {
                last++;
                tell(new PhoenixInput.Connect(last, "/socket/websocket?vsn=2.0.0", Map.of()));
                join(last, random.pick(topics));
            }
            case 1 -> {
                if (last > FIRST) {
                    join(random.between(FIRST + 1, last), random.pick(topics));
                }
            }
            case 2 -> {
                if (last > FIRST) {
                    tell(new PhoenixInput.Gone(random.between(FIRST + 1, last)));
                }
            }
            default -> tell(new PhoenixInput.Tell(random.pick(topics), TrackingChannel.Tracking.STIR));
        }
    }

    /** Disconnects all users. Their connections would end later anyway, because they send no heartbeats. */
    void go() {
        for (int connection = FIRST + 1; connection <= last; connection++) {
            tell(new PhoenixInput.Gone(connection));
        }
    }

    /** Makes the channels of all topics push their presences again. */
    void pushStates(List<String> topics) {
        topics.forEach(topic -> tell(new PhoenixInput.Tell(topic, TrackingChannel.Tracking.PUSH_STATE)));
    }

    private void join(int connection, String topic) {
        String ref = Integer.toString(++refs);
        tell(new PhoenixInput.Received(connection, Message.of(ref, ref, topic, "phx_join", empty)));
    }

    private void tell(PhoenixInput input) {
        simulation.network().tell(input);
    }
}
