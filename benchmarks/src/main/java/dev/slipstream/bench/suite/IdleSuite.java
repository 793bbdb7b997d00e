package dev.slipstream.bench.suite;

import static dev.slipstream.bench.report.Bound.atMost;

import dev.slipstream.bench.peer.CrowdStatus;
import dev.slipstream.bench.report.Measure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures the heap and the threads of idle, joined clients. */
final class IdleSuite implements Suite {

    private static final int FIRST = 200;
    static final int HEARTBEAT_SECONDS = 10;

    /** After this time no join timer is left, and the client is idle. */
    private static final Duration SETTLED = Duration.ofMillis(10_500);

    private static final double KILOBYTE = 1024;

    /** Bytes per client, and the number of threads of the process. */
    private record Share(double bytes, int threads) {}

    @Override
    public String name() {
        return "idle";
    }

    /**
     * Measures each heap three times, and uses the smallest value. Most suites measure again if a bound is missed,
     * because load on the machine may be the cause. This suite does not, because load does not change the heap.
     */
    @Override
    public Findings run(Stage stage) throws Exception {
        int idle = stage.plan().idle();
        List<Measure> measures = new ArrayList<>();
        try (Server server = Server.start(stage)) {
            Share bare = share(stage, server, Rival.JDK, idle);
            Share ours = share(stage, server, Rival.OURS_JDK, idle);
            Share netty = share(stage, server, Rival.OURS_NETTY, idle);
            measures.add(Measure.alone(
                    "heap of an idle joined client, minus bare JDK",
                    (ours.bytes() - bare.bytes()) / KILOBYTE,
                    "KB",
                    atMost(3),
                    atMost(1)));
            measures.add(Measure.over(
                            "heap of an idle joined client, in total, vs bare JDK",
                            ours.bytes() / KILOBYTE,
                            bare.bytes() / KILOBYTE,
                            "KB",
                            atMost(2),
                            atMost(2))
                    .withoutBounds());
            measures.add(Measure.alone(
                    "netty: heap of an idle joined client, in total",
                    netty.bytes() / KILOBYTE,
                    "KB",
                    atMost(8),
                    atMost(5)));
            measures.add(Measure.alone(
                    "threads at " + idle + " clients, minus bare JDK",
                    ours.threads() - bare.threads(),
                    "",
                    atMost(16),
                    atMost(4)));
        }
        return Findings.of(measures);
    }

    private Share share(Stage stage, Server server, Rival rival, int idle) throws IOException, InterruptedException {
        stage.log(name() + ", " + idle + " x " + rival.title());
        try (Child crowd = crowd(stage, server, rival)) {
            long few = held(crowd, rival, FIRST);
            long many = held(crowd, rival, idle);
            int threads = crowd.ask("status", CrowdStatus.class).threads();
            return new Share((many - few) / (double) (idle - FIRST), threads);
        }
    }

    private static long held(Child crowd, Rival rival, int clients) throws IOException, InterruptedException {
        crowd.ask("open " + clients + " " + HEARTBEAT_SECONDS, CrowdStatus.class);
        if (!rival.equals(Rival.JDK)) {
            Thread.sleep(SETTLED);
        }
        return crowd.ask("status", CrowdStatus.class).heapBytes();
    }

    static Child crowd(Stage stage, Server server, Rival rival) throws IOException {
        return stage.java(
                "crowd-" + rival.kind(), "peer.CrowdMain", List.of("-Xmx3g"), rival.kind(), "" + server.port());
    }
}
