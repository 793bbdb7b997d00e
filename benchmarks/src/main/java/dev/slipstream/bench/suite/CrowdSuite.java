package dev.slipstream.bench.suite;

import static dev.slipstream.bench.report.Bound.atLeast;
import static dev.slipstream.bench.report.Bound.atMost;

import dev.slipstream.bench.peer.CrowdStatus;
import dev.slipstream.bench.report.Measure;
import dev.slipstream.bench.server.Tally;
import java.util.List;

/**
 * Opens the number of idle clients that one process must support, and keeps them connected for a while with heartbeats.
 */
final class CrowdSuite implements Suite {

    @Override
    public String name() {
        return "crowd";
    }

    @Override
    public Findings run(Stage stage) throws Exception {
        return Runs.untilMet(stage, name(), () -> measured(stage));
    }

    private Findings measured(Stage stage) throws Exception {
        int clients = stage.plan().crowd();
        try (Server server = Server.start(stage);
                Child crowd = IdleSuite.crowd(stage, server, Rival.OURS_JDK)) {
            for (int step = 1; step <= 4; step++) {
                stage.log(name() + ", " + clients * step / 4 + " of " + clients + " clients");
                crowd.ask("open " + clients * step / 4 + " " + IdleSuite.HEARTBEAT_SECONDS, CrowdStatus.class);
            }
            Tally before = server.tally();
            stage.log(name() + ", holding them for " + stage.plan().holdSeconds() + " s");
            Thread.sleep(stage.plan().holdSeconds() * 1000L);
            Tally after = server.tally();
            CrowdStatus status = crowd.ask("status", CrowdStatus.class);
            long beats = after.heartbeats() - before.heartbeats();
            return Findings.of(List.of(
                    Measure.alone(
                            "idle clients in one JVM of 3 GB, heartbeats on, joined",
                            status.joined(),
                            "",
                            atLeast(16_000),
                            atLeast(19_000)),
                    Measure.alone(
                            "errors of the idle clients",
                            status.failures() + status.losses(),
                            "",
                            atMost(0),
                            atMost(0)),
                    Measure.alone(
                            "heartbeats answered for each idle client",
                            beats / (double) clients,
                            "",
                            atLeast(0.9 * stage.plan().holdSeconds() / IdleSuite.HEARTBEAT_SECONDS - 0.5),
                            atLeast(0.9 * stage.plan().holdSeconds() / IdleSuite.HEARTBEAT_SECONDS - 0.5))));
        }
    }
}
