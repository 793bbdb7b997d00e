package dev.slipstream.bench.suite;

import static dev.slipstream.bench.report.Bound.atMost;

import dev.slipstream.bench.peer.Sample;
import dev.slipstream.bench.report.Measure;
import dev.slipstream.bench.report.Series;
import dev.slipstream.bench.report.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a message costs when there is more of something: bytes, topics, requests that wait, mail that nobody takes. */
final class CostSuite implements Suite {

    private static final List<Integer> PAYLOADS = List.of(100, 1000, 10_000, 100_000, 1 << 20);
    private static final List<Integer> TOPICS = List.of(1, 3, 10, 30, 100);
    private static final List<Integer> PENDING = List.of(1, 100, 1000, 10_000, 100_000);
    private static final List<Integer> BACKLOG = List.of(1, 100, 1000, 10_000, 100_000);

    /** From here on a payload's own bytes are most of the cost. */
    private static final int LARGE = 10_000;

    private static final int FLOOD_BYTES = 48 << 20;
    private static final int BYTES = 100;

    /** Twelve in a hundred for ten times as much: less than caches that no longer suffice. */
    private static final double FLAT = 0.05;

    /** Does something once, with this much of what there is more of. */
    @FunctionalInterface
    private interface Work {
        Sample at(int size) throws IOException, InterruptedException;
    }

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public Findings measure(Stage stage) throws Exception {
        List<Measure> measures = new ArrayList<>();
        List<Series> series = new ArrayList<>();
        try (Server server = Server.start(stage);
                Child jdk = client(stage, server, Rival.JDK);
                Child ours = client(stage, server, Rival.OURS_JDK);
                Child session = client(stage, server, Rival.SESSION_JDK)) {
            jdk.ask("connect 1", Object.class);
            ours.ask("connect 1", Object.class);
            String payload = "CPU of a message, by the bytes of its payload";
            Curve bytes = Curve.of(stage, PAYLOADS, "payload", size -> flood(stage, ours, size));
            Curve bare = Curve.of(stage, PAYLOADS, "payload, bare JDK", size -> flood(stage, jdk, size));
            measures.add(flat(
                    "CPU of a byte received, 10 KB to 1 MiB: exponent",
                    bytes.perUnit().from(LARGE)));
            series.add(bytes.series(payload, "Slipstream"));
            series.add(bare.series(payload, "JDK, bare"));

            int messages = stage.plan().of(200_000);
            Curve topics = Curve.of(stage, TOPICS, "topics", size -> {
                ours.ask("connect " + size, Object.class);
                return ours.ask("flood " + messages + " " + BYTES + " " + size, Sample.class);
            });
            measures.add(flat("CPU of a message, 1 to 100 topics: exponent", topics));
            series.add(topics.series("CPU of a message, by the topics joined", "Slipstream"));

            int requests = stage.plan().of(50_000);
            Curve pending = Curve.of(stage, PENDING, "pending", size -> {
                ours.ask("connect 1", Object.class);
                ours.ask("hold " + size, Object.class);
                return ours.ask("echo " + requests + " 64 " + BYTES, Sample.class);
            });
            measures.add(flat("CPU of a request, 1 to 100,000 others waiting: exponent", pending));
            series.add(pending.series("CPU of a request, by the others that wait", "Slipstream"));

            int awaited = stage.plan().of(10_000);
            Curve backlog = Curve.of(stage, BACKLOG, "backlog", size -> {
                session.ask("connect 1", Object.class);
                session.ask("backlog " + size + " " + BYTES, Object.class);
                return session.ask("echo " + awaited + " 1 " + BYTES, Sample.class);
            });
            measures.add(flat("CPU of a request awaited, 0 to 100,000 messages waiting: exponent", backlog));
            series.add(backlog.series("CPU of a request awaited, by the messages that wait", "Slipstream"));
        }
        return new Findings(measures, List.of(), series);
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

    /**
     * What work cost at several sizes.
     *
     * @param costs microseconds of CPU, of each round
     */
    private record Curve(List<Integer> sizes, List<List<Double>> costs) {

        /** Goes through all sizes in each round; the first two rounds do not count. */
        static Curve of(Stage stage, List<Integer> sizes, String what, Work work)
                throws IOException, InterruptedException {
            List<List<Double>> costs = new ArrayList<>();
            sizes.forEach(size -> costs.add(new ArrayList<>()));
            int rounds = Math.max(3, stage.plan().rounds() / 2);
            for (int round = -1; round <= rounds; round++) {
                stage.says("cost, " + what + (round < 1 ? ", warming up" : ", round " + round + " of " + rounds));
                for (int i = 0; i < sizes.size(); i++) {
                    double cost = Samples.cpuMicros(work.at(sizes.get(i)));
                    if (round > 0) {
                        costs.get(i).add(cost);
                    }
                }
            }
            return new Curve(sizes, costs);
        }

        /** These costs for one of what there is more of. */
        Curve perUnit() {
            List<List<Double>> each = new ArrayList<>();
            for (int i = 0; i < sizes.size(); i++) {
                double size = sizes.get(i);
                each.add(costs.get(i).stream().map(cost -> cost / size).toList());
            }
            return new Curve(sizes, each);
        }

        Curve from(int least) {
            int first = 0;
            while (sizes.get(first) < least) {
                first++;
            }
            return new Curve(sizes.subList(first, sizes.size()), costs.subList(first, costs.size()));
        }

        double exponent() {
            return Statistics.exponent(asDoubles(), medians());
        }

        /** How far the exponents of single rounds lie apart. */
        double deviation() {
            List<Double> exponents = new ArrayList<>();
            for (int round = 0; round < costs.get(0).size(); round++) {
                int at = round;
                exponents.add(Statistics.exponent(
                        asDoubles(),
                        costs.stream().map(rounds -> rounds.get(at)).toList()));
            }
            double middle = Statistics.median(exponents);
            return Statistics.median(
                    exponents.stream().map(one -> Math.abs(one - middle)).toList());
        }

        Series series(String plot, String name) {
            return new Series(plot, name, "us", asDoubles(), medians());
        }

        private List<Double> asDoubles() {
            return sizes.stream().map(Integer::doubleValue).toList();
        }

        private List<Double> medians() {
            return costs.stream().map(Statistics::median).toList();
        }
    }
}
