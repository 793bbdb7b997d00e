package dev.slipstream.bench.suite;

import static dev.slipstream.bench.report.Bound.atMost;

import dev.slipstream.bench.peer.Sample;
import dev.slipstream.bench.report.Measure;
import dev.slipstream.bench.report.Series;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** Measures how costs grow: with payload size, joined topics, pending requests, and messages left in the mailbox. */
final class CostSuite implements Suite {

    private static final List<Integer> PAYLOADS = List.of(100, 1000, 10_000, 100_000, 1 << 20);
    private static final List<Integer> TOPICS = List.of(1, 3, 10, 30, 100);
    private static final List<Integer> PENDING = List.of(1, 100, 1000, 10_000, 100_000);
    private static final List<Integer> BACKLOG = List.of(1, 100, 1000, 10_000, 100_000);

    /** A payload of this many bytes or more dominates the cost of its message. */
    private static final int LARGE = 10_000;

    private static final String BY_BYTES = "CPU of a message, by the bytes of its payload";
    private static final int FLOOD_BYTES = 48 << 20;
    private static final int BYTES = 100;

    /**
     * The largest exponent of a cost that counts as constant. With this exponent, ten times the size costs 12 % more. A
     * correct library could exceed a smaller bound, because larger data also causes more misses of the CPU caches.
     */
    private static final double FLAT = 0.05;

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public Findings run(Stage stage) throws Exception {
        try (Server server = Server.start(stage);
                Child jdk = client(stage, server, Rival.JDK);
                Child ours = client(stage, server, Rival.OURS_JDK);
                Child session = client(stage, server, Rival.SESSION_JDK)) {
            jdk.ask("connect 1", Object.class);
            ours.ask("connect 1", Object.class);
            return payloads(stage, ours)
                    .with(bare(stage, jdk))
                    .with(topics(stage, ours))
                    .with(pending(stage, ours))
                    .with(backlog(stage, session));
        }
    }

    private Findings payloads(Stage stage, Child ours) throws Exception {
        return curve(
                stage,
                PAYLOADS,
                "payload",
                size -> flood(stage, ours, size),
                curve -> found(
                        flat(
                                "CPU of a byte received, 10 KB to 1 MiB: exponent",
                                curve.perUnit().from(LARGE)),
                        curve.series(BY_BYTES, "Slipstream")));
    }

    private Findings bare(Stage stage, Child jdk) throws Exception {
        return curve(
                stage,
                PAYLOADS,
                "payload, bare JDK",
                size -> flood(stage, jdk, size),
                curve -> new Findings(List.of(), List.of(), List.of(curve.series(BY_BYTES, "JDK, bare"))));
    }

    private Findings topics(Stage stage, Child ours) throws Exception {
        int messages = stage.plan().of(200_000);
        return curve(
                stage,
                TOPICS,
                "topics",
                size -> {
                    ours.ask("connect " + size, Object.class);
                    return ours.ask("flood " + messages + " " + BYTES + " " + size, Sample.class);
                },
                curve -> found(
                        flat("CPU of a message, 1 to 100 topics: exponent", curve),
                        curve.series("CPU of a message, by the number of joined topics", "Slipstream")));
    }

    private Findings pending(Stage stage, Child ours) throws Exception {
        int requests = stage.plan().of(50_000);
        return curve(
                stage,
                PENDING,
                "pending",
                size -> {
                    ours.ask("connect 1", Object.class);
                    ours.ask("hold " + size, Object.class);
                    return ours.ask("echo " + requests + " 64 " + BYTES, Sample.class);
                },
                curve -> found(
                        flat("CPU of a request, 1 to 100,000 other requests pending: exponent", curve),
                        curve.series("CPU of a request, by the number of other pending requests", "Slipstream")));
    }

    private Findings backlog(Stage stage, Child session) throws Exception {
        int awaited = stage.plan().of(10_000);
        return curve(
                stage,
                BACKLOG,
                "backlog",
                size -> {
                    session.ask("connect 1", Object.class);
                    session.ask("backlog " + size + " " + BYTES, Object.class);
                    return session.ask("echo " + awaited + " 1 " + BYTES, Sample.class);
                },
                curve -> found(
                        flat("CPU of an awaited request, 0 to 100,000 messages in the mailbox: exponent", curve),
                        curve.series(
                                "CPU of an awaited request, by the number of messages in the mailbox", "Slipstream")));
    }

    /** Measures one curve. If the curve misses its gate, measures only this curve again. */
    private Findings curve(
            Stage stage, List<Integer> sizes, String what, Curve.Work work, Function<Curve, Findings> findings)
            throws Exception {
        String title = name() + ", " + what;
        Curve.warmUp(stage, sizes, title, work);
        return Runs.untilMet(stage, title, () -> findings.apply(Curve.of(stage, sizes, title, work)));
    }

    private static Findings found(Measure measure, Series series) {
        return new Findings(List.of(measure), List.of(), List.of(series));
    }

    private static Child client(Stage stage, Server server, Rival rival) throws IOException {
        return stage.java("cost-" + rival.kind(), "peer.TrafficMain", List.of("-Xmx2g"), rival.kind(), server.uri());
    }

    private static Sample flood(Stage stage, Child client, int bytes) throws IOException, InterruptedException {
        int messages = Math.clamp(stage.plan().of(FLOOD_BYTES / bytes), 40, 200_000);
        return client.ask("flood " + messages + " " + bytes + " 1", Sample.class);
    }

    private static Measure flat(String name, Curve curve) {
        double noise = Math.max(FLAT, 2 * curve.deviation());
        return Measure.alone(name, curve.exponent(), "", atMost(noise), atMost(noise));
    }
}
