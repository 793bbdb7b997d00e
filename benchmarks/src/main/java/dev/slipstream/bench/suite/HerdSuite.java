package dev.slipstream.bench.suite;

import static dev.slipstream.bench.report.Bound.atMost;

import dev.slipstream.bench.peer.CrowdStatus;
import dev.slipstream.bench.peer.SimulatedHerdMain;
import dev.slipstream.bench.report.Measure;
import java.util.List;

/**
 * Measures the reconnects of many clients that lose their connections at once. Some clients use real sockets, and a
 * larger number runs in virtual time.
 */
final class HerdSuite implements Suite {

    /** The default backoff picks the first delay at random, between 0 and this number of seconds. */
    private static final double POLICY_SECONDS = 1;

    @Override
    public String name() {
        return "herd";
    }

    @Override
    public Findings run(Stage stage) throws Exception {
        return Runs.untilMet(stage, name(), () -> measured(stage));
    }

    private Findings measured(Stage stage) throws Exception {
        int clients = stage.plan().herd();
        CrowdStatus herd;
        try (Server server = Server.start(stage);
                Child crowd = stage.java(
                        "herd", "peer.CrowdMain", List.of("-Xmx2g"), Rival.OURS_JDK.kind(), "" + server.port())) {
            crowd.ask("open " + clients + " 30", CrowdStatus.class);
            crowd.send("herd");
            Thread.sleep(200); // gives the process time to watch for the first lost connection
            if (server.drop() != clients) {
                throw new IllegalStateException("not all clients were connected");
            }
            herd = crowd.answer(CrowdStatus.class);
            if (server.tally().connections() != clients) {
                throw new IllegalStateException("not all clients reconnected: " + server.tally());
            }
        }
        int simulated = stage.plan().simulated();
        stage.log(name() + ", " + simulated + " in simulation");
        SimulatedHerdMain.Herd seen;
        try (Child simulation = stage.java("simulated-herd", "peer.SimulatedHerdMain", List.of("-Xmx3g"))) {
            seen = simulation.ask("herd " + simulated, SimulatedHerdMain.Herd.class);
        }
        return Findings.of(List.of(
                Measure.alone(
                        clients + " clients lost their server: time until all have joined again, minus the longest"
                                + " first delay of " + (int) POLICY_SECONDS + " s",
                        herd.nanos() / 1e9 - POLICY_SECONDS,
                        "s",
                        atMost(5),
                        atMost(2)),
                Measure.over(
                        simulated + " clients in simulation: attempts in the busiest 100 ms, vs the mean of the first"
                                + " second",
                        seen.busiest(),
                        seen.mean(),
                        "",
                        atMost(2),
                        atMost(1.3))));
    }
}
