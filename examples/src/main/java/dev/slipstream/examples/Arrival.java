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
 * Runs a pipeline when the client has joined a room. Each step is a function from socket to socket.
 *
 * <p>Any step can be left out; the other steps then still run.
 */
final class Arrival implements SlipstreamClient {

    /** The steps, in the order in which they run. */
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

    /** Makes a client that runs these steps, always in the order of the enum. */
    Arrival(Configuration configuration, Set<Step> steps) {
        this.configuration = configuration;
        this.steps = EnumSet.copyOf(steps);
    }

    /** Returns all steps except one. */
    static Set<Step> without(Step excluded) {
        return EnumSet.complementOf(EnumSet.of(excluded));
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
