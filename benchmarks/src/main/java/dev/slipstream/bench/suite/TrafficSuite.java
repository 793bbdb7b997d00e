package dev.slipstream.bench.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measures messages and requests of all clients with one server. Each round runs the clients in another order. */
final class TrafficSuite implements Suite {

    /**
     * Before the measurement, each client receives messages for this time, and then sends requests for this time. The
     * measurement must not include JIT compilation, which shares the processors with the client: a message costs 5 us
     * during compilation, and 1.3 us afterwards.
     */
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    @Override
    public String name() {
        return "traffic";
    }

    @Override
    public Findings run(Stage stage) throws Exception {
        List<Entrant> entrants = new ArrayList<>();
        try (Server server = Server.start(stage)) {
            for (Rival rival : rivals(stage)) {
                entrants.add(Entrant.start(stage, server, rival));
            }
            for (Entrant entrant : entrants) {
                stage.log(name() + ", warming up: " + entrant.rival().title());
                warmUp(stage, server, entrant);
            }
            round(stage, server, entrants, Traffic.none());
            return Runs.untilMet(stage, name(), () -> measured(stage, server, entrants));
        } finally {
            entrants.forEach(Entrant::close);
        }
    }

    private static void warmUp(Stage stage, Server server, Entrant entrant) throws Exception {
        for (long end = later(); System.nanoTime() < end; ) {
            entrant.flood(stage, server);
        }
        for (long end = later(); System.nanoTime() < end; ) {
            if (entrant.rival().requests() > 0) {
                entrant.echo(stage, server);
            }
            entrant.trips(stage, server);
        }
    }

    private static long later() {
        return System.nanoTime() + WARM_UP.toNanos();
    }

    private Findings measured(Stage stage, Server server, List<Entrant> entrants) throws Exception {
        Traffic counted = Traffic.none();
        int rounds = stage.plan().rounds();
        for (int round = 1; round <= rounds; round++) {
            stage.log(name() + ", round " + round + " of " + rounds);
            round(stage, server, entrants, counted);
        }
        return new Findings(counted.measures(), counted.bars(), List.of());
    }

    private static void round(Stage stage, Server server, List<Entrant> entrants, Traffic into) throws Exception {
        Collections.rotate(entrants, 1);
        for (Entrant entrant : entrants) {
            into.add(entrant, stage, server);
        }
    }

    private static List<Rival> rivals(Stage stage) {
        List<Rival> rivals = new ArrayList<>(List.of(
                Rival.JDK,
                Rival.OURS_JDK,
                Rival.CHANNELS_JDK,
                Rival.SESSION_JDK,
                Rival.OURS_NETTY,
                Rival.SESSION_NETTY,
                Rival.TYRUS,
                Rival.OURS_TYRUS,
                Rival.SESSION_TYRUS,
                Rival.JAVA_PHOENIX));
        if (stage.hasNode()) {
            rivals.add(Rival.PHOENIX_JS);
        } else {
            stage.log("node is missing: skipping phoenix.js");
        }
        return rivals;
    }
}
