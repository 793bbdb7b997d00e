package dev.slipstream.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Socket;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.simulation.Simulation;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * F108: all clients of one server lose their connections at the same instant, and the server accepts new connections at
 * once. The clients must spread their reconnects over time.
 */
class HerdSimulationTest {

    private static final int CLIENTS = 10_000;
    private static final Duration SPREAD = Duration.ofSeconds(1);
    private static final int PARTS = 10;

    /** The bound for the number of attempts in the busiest 100 ms, as a multiple of the mean per 100 ms. */
    private static final double LIMIT = 2.0;

    private static final double GOAL = 1.3;
    private static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");

    private static final class Member implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(CONFIGURATION).join("rooms:all");
        }
    }

    @Test
    void reconnectsOfTenThousandClientsAreSpread() {
        Endpoint endpoint = Endpoint.of(
                UserSocket.at("/socket").channel("rooms:*", () -> (topic, params, context) -> JoinResult.ok(Map.of())));
        Simulation simulation = Simulation.calm(1, endpoint);
        List<Duration> attempts = new ArrayList<>();
        simulation.network().watch((now, event) -> {
            if (event instanceof NetworkEvent.Opening) {
                attempts.add(now);
            }
        });
        for (int i = 0; i < CLIENTS; i++) {
            int seed = i;
            simulation.start(new Member(), options -> options.seed(seed));
        }
        simulation.advance(Duration.ofSeconds(2));
        assertThat(attempts).hasSize(CLIENTS);
        assertThat(simulation.network().alive()).isEqualTo(CLIENTS);
        attempts.clear();

        Duration lost = simulation.now();
        simulation.network().tell(new PhoenixInput.Drain());
        simulation.advance(SPREAD.multipliedBy(2));

        assertThat(attempts).as("each client reconnects once").hasSize(CLIENTS);
        assertThat(simulation.network().alive()).isEqualTo(CLIENTS);
        double ratio = busiest(attempts) * PARTS / within(attempts, lost, SPREAD);
        System.out.printf(
                "%d clients: the busiest 100 ms hold %.2f times the mean of the first second%n", CLIENTS, ratio);
        assertThat(ratio).isLessThanOrEqualTo(GOAL).isLessThanOrEqualTo(LIMIT);
    }

    /** Returns the largest number of attempts within any 100 ms. */
    private static double busiest(List<Duration> attempts) {
        Duration part = SPREAD.dividedBy(PARTS);
        int most = 0;
        int first = 0;
        for (int last = 0; last < attempts.size(); last++) {
            while (attempts.get(first).plus(part).compareTo(attempts.get(last)) <= 0) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    private static double within(List<Duration> attempts, Duration from, Duration span) {
        return attempts.stream()
                .filter(attempt -> attempt.compareTo(from.plus(span)) <= 0)
                .count();
    }
}
