package dev.slipstream.bench.suite;

import static dev.slipstream.bench.report.Bound.atMost;

import dev.slipstream.bench.peer.Standing;
import dev.slipstream.bench.report.Measure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Clients that are joined and have nothing to do: what each holds. */
final class IdleSuite implements Suite {

    private static final int FIRST = 200;
    static final int HEARTBEAT_SECONDS = 10;
    private static final double KILOBYTE = 1024;

    /** What a crowd holds for each client, and its threads. */
    private record Share(double bytes, int threads) {}

    @Override
    public String name() {
        return "idle";
    }

    /** Once: what is held does not depend on what else the machine does, and each look at it counts as a run. */
    @Override
    public Findings run(Stage stage) throws Exception {
        int idle = stage.plan().idle();
        List<Measure> measures = new ArrayList<>();
        try (Server server = Server.start(stage)) {
            Share bare = share(stage, server, Rival.JDK, idle);
            Share ours = share(stage, server, Rival.OURS_JDK, idle);
            measures.add(Measure.alone(
                    "heap of an idle joined client, beyond bare JDK",
                    (ours.bytes() - bare.bytes()) / KILOBYTE,
                    "KB",
                    atMost(3),
                    atMost(1)));
            measures.add(Measure.over(
                            "heap of an idle joined client, all of it",
                            ours.bytes() / KILOBYTE,
                            bare.bytes() / KILOBYTE,
                            "KB",
                            atMost(2),
                            atMost(2))
                    .told());
            measures.add(Measure.alone(
                    "threads at " + idle + " clients, beyond bare JDK",
                    ours.threads() - bare.threads(),
                    "",
                    atMost(16),
                    atMost(4)));
        }
        return Findings.of(measures);
    }

    private Share share(Stage stage, Server server, Rival rival, int idle) throws IOException, InterruptedException {
        stage.says(name() + ", " + idle + " x " + rival.title());
        try (Child crowd = crowd(stage, server, rival)) {
            crowd.ask("open " + FIRST + " " + HEARTBEAT_SECONDS, Standing.class);
            long few = held(crowd);
            crowd.ask("open " + idle + " " + HEARTBEAT_SECONDS, Standing.class);
            long many = held(crowd);
            int threads = crowd.ask("stand", Standing.class).threads();
            return new Share((many - few) / (double) (idle - FIRST), threads);
        }
    }

    /** The least of several looks. */
    private static long held(Child crowd) throws IOException, InterruptedException {
        long least = Long.MAX_VALUE;
        for (int look = 1; look <= Runs.MOST; look++) {
            least = Math.min(least, crowd.ask("stand", Standing.class).heapBytes());
        }
        return least;
    }

    static Child crowd(Stage stage, Server server, Rival rival) throws IOException {
        return stage.java(
                "crowd-" + rival.kind(), "peer.CrowdMain", List.of("-Xmx3g"), rival.kind(), "" + server.port());
    }
}
