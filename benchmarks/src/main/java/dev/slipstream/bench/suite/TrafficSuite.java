package dev.slipstream.bench.suite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Messages and requests: all clients in turn, in each round in another order, against one server. */
final class TrafficSuite implements Suite {

    /** Compilers are at work until then: a message costs twice as much in the second turn as in the sixth. */
    private static final int WARM_UPS = 4;

    @Override
    public String name() {
        return "traffic";
    }

    @Override
    public Findings measure(Stage stage) throws Exception {
        Traffic counted = Traffic.none();
        List<Entrant> entrants = new ArrayList<>();
        try (Server server = Server.start(stage)) {
            for (Rival rival : rivals(stage)) {
                entrants.add(Entrant.start(stage, server, rival));
            }
            int rounds = stage.plan().rounds();
            for (int round = 1 - WARM_UPS; round <= rounds; round++) {
                stage.says(name() + (round < 1 ? ", warming up" : ", round " + round + " of " + rounds));
                Traffic into = round < 1 ? Traffic.none() : counted;
                Collections.rotate(entrants, 1);
                for (Entrant entrant : entrants) {
                    into.add(entrant, stage, server);
                }
            }
        } finally {
            entrants.forEach(Entrant::close);
        }
        return new Findings(counted.measures(), counted.bars(), List.of());
    }

    private static List<Rival> rivals(Stage stage) {
        List<Rival> rivals = new ArrayList<>(List.of(
                Rival.JDK,
                Rival.OURS_JDK,
                Rival.SESSION_JDK,
                Rival.TYRUS,
                Rival.OURS_TYRUS,
                Rival.SESSION_TYRUS,
                Rival.JAVA_PHOENIX));
        if (stage.hasNode()) {
            rivals.add(Rival.PHOENIX_JS);
        } else {
            stage.says("there is no node: nothing is compared with phoenix.js");
        }
        return rivals;
    }
}
