package dev.slipstream.examples;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a client does when it arrives in a room, as a pipeline: each step is a function from socket to socket.
 *
 * <p>Steps know nothing of each other, so one is cut by leaving it out: what the others write stays what it was.
 */
final class Arrival implements SlipstreamClient {

    /** A step, in the order in which they are taken. */
    enum Step implements UnaryOperator<Socket> {
        COUNT {
            @Override
            public Socket apply(Socket socket) {
                return socket.update(ARRIVALS, count -> count + 1);
            }
        },
        ANNOUNCE {
            @Override
            public Socket apply(Socket socket) {
                return socket.push(ROOM, "arrived", Map.of("times", socket.assigned(ARRIVALS)));
            }
        },
        STAY_AWAKE {
            @Override
            public Socket apply(Socket socket) {
                return socket.sendEvery(this, Duration.ofMinutes(1), this);
            }
        }
    }

    static final String ROOM = "rooms:lobby";
    static final AssignKey<Integer> ARRIVALS = AssignKey.of("arrivals", 0);

    private final Configuration configuration;
    private final Set<Step> steps;

    /** Makes a client that takes these steps, whatever order they are given in. */
    Arrival(Configuration configuration, Set<Step> steps) {
        this.configuration = configuration;
        this.steps = EnumSet.copyOf(steps);
    }

    /** Returns all steps but this one. */
    static Set<Step> without(Step cut) {
        return EnumSet.complementOf(EnumSet.of(cut));
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration).join(ROOM);
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        return socket.fold(steps, Step::apply);
    }

    @Override
    public Socket handleInfo(Object message, Socket socket) {
        return socket.push(ROOM, "awake", Map.of());
    }
}
