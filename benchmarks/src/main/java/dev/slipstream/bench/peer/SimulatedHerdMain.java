package dev.slipstream.bench.peer;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.simulation.Simulation;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that simulates very many clients in virtual time. All clients lose their connections at once. The server
 * accepts new connections immediately.
 */
public final class SimulatedHerdMain {

    private static final Configuration CONFIGURATION = Configuration.of("ws://simulated/socket/websocket");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int FIRST_SECOND_MILLIS = 1000;
    private static final int WINDOW_MILLIS = 100;
    private static final long SEED = 5;

    private SimulatedHerdMain() {}

    /**
     * The result of one simulation.
     *
     * @param busiest attempts to connect in the busiest 100 ms of the first second
     * @param mean mean number of attempts in 100 ms of the first second
     * @param joinedAfterMillis time until all clients had joined again
     */
    public record Herd(int clients, int busiest, double mean, long joinedAfterMillis) {}

    public static void main(String[] args) {
        Map<String, Answers.Command> commands = new LinkedHashMap<>();
        commands.put("herd", numbers -> herd(numbers.get(0)));
        Answers.serve(commands);
    }

    private static Herd herd(int clients) throws TimeoutException {
        AtomicInteger joined = new AtomicInteger();
        List<Duration> attempts = new ArrayList<>();
        Simulation simulation = Simulation.calm(
                SEED,
                Endpoint.of(UserSocket.at("/socket")
                        .channel("bench:*", () -> (topic, params, context) -> JoinResult.ok())));
        simulation.network().watch((now, moment) -> {
            if (moment instanceof NetworkEvent.Opening) {
                attempts.add(now);
            }
        });
        // Each client gets an unrelated seed, as real clients do.
        SplittableRandom seeds = new SplittableRandom(SEED);
        for (int i = 0; i < clients; i++) {
            long seed = seeds.nextLong();
            var unused = simulation.start(new Member(joined), options -> options.seed(seed));
        }
        await(simulation, joined, clients);
        attempts.clear();
        Duration lost = simulation.now();
        for (int connection = 1; connection <= clients; connection++) {
            simulation.network().tell(new PhoenixInput.Kill(connection));
        }
        await(simulation, joined, 2 * clients);
        long joinedAfter = simulation.now().minus(lost).toMillis();
        int[] perMillisecond = perMillisecond(attempts, lost);
        double mean = Arrays.stream(perMillisecond).sum() / (double) FIRST_SECOND_MILLIS * WINDOW_MILLIS;
        return new Herd(clients, busiest(perMillisecond), mean, joinedAfter);
    }

    private static void await(Simulation simulation, AtomicInteger joined, int wanted) throws TimeoutException {
        if (!simulation.advanceUntil(() -> joined.get() >= wanted, PATIENCE)) {
            throw new TimeoutException(joined + " of " + wanted + " joins in " + PATIENCE);
        }
    }

    private static int[] perMillisecond(List<Duration> attempts, Duration lost) {
        int[] counts = new int[FIRST_SECOND_MILLIS];
        for (Duration attempt : attempts) {
            long after = attempt.minus(lost).toMillis();
            if (after < FIRST_SECOND_MILLIS) {
                counts[(int) after]++;
            }
        }
        return counts;
    }

    /** The number of attempts in the busiest window of 100 ms. A window may begin at any millisecond. */
    static int busiest(int[] perMillisecond) {
        int within = 0;
        int most = 0;
        for (int i = 0; i < perMillisecond.length; i++) {
            within += perMillisecond[i] - (i >= WINDOW_MILLIS ? perMillisecond[i - WINDOW_MILLIS] : 0);
            most = Math.max(most, within);
        }
        return most;
    }

    private record Member(AtomicInteger joined) implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(CONFIGURATION).join(Peer.TOPIC);
        }

        @Override
        public Socket handleJoin(String topic, Payload response, Socket socket) {
            joined.incrementAndGet();
            return socket;
        }
    }
}
