package dev.slipstream.bench.suite;

import dev.slipstream.bench.peer.Sample;
import dev.slipstream.bench.report.Measure;
import dev.slipstream.bench.suite.Starts.Phase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures new processes: the time until a topic is joined, and the CPU time of the first requests, during which
 * classes are loaded and code is compiled. There are always 64 requests in flight, and each reply is a write of its
 * own.
 *
 * <p>The clients start alternately. Each JVM has the JDK's default collector and heap, as users run it. The CPU time is
 * that of the whole process, as the operating system reports it.
 */
final class ColdSuite implements Suite {

    private static final int FIRST = 1000;
    private static final int ALL = 40_000;

    @Override
    public String name() {
        return "cold";
    }

    @Override
    public boolean takesUserServer() {
        return true;
    }

    @Override
    public Findings run(Stage stage) throws Exception {
        try (Target target = Target.of(stage)) {
            target.writeSingly(true);
            stage.log("cold, a start of each client that does not count"); // fills the system's caches of files
            start(stage, target, 1);
            return Runs.untilMet(stage, name(), () -> measured(stage, target));
        }
    }

    private static Findings measured(Stage stage, Target target) throws IOException, InterruptedException {
        Starts starts = start(stage, target, stage.plan().starts());
        // The gates are bounds for the server of the benchmarks.
        List<Measure> rows = stage.uri() == null
                ? starts.rows()
                : starts.rows().stream().map(Measure::withoutBounds).toList();
        return new Findings(rows, starts.bars(), List.of());
    }

    /** Starts each client several times, each time in another order. */
    private static Starts start(Stage stage, Target target, int times) throws IOException, InterruptedException {
        Starts starts = new Starts();
        List<Rival> rivals = rivals(stage);
        for (int i = 1; i <= times; i++) {
            stage.log("cold, start " + i + " of " + times);
            Collections.rotate(rivals, 1);
            for (Rival rival : rivals) {
                start(stage, target, rival, starts);
            }
        }
        return starts;
    }

    private static void start(Stage stage, Target target, Rival rival, Starts into)
            throws IOException, InterruptedException {
        String name = "cold-" + rival.kind();
        long begin = System.nanoTime();
        try (Child child = rival.equals(Rival.PHOENIX_JS)
                ? stage.node(name, "cold-peer.js", target.mount())
                : stage.plainJava(name, "peer.ColdMain", List.of(), rival.client(), target.uri())) {
            long main = child.answer(Long.class);
            long start = System.nanoTime() - begin;
            long cpu = child.cpuNanos();
            Sample first = requests(target, rival, child, FIRST);
            Sample rest = requests(target, rival, child, ALL - FIRST);
            into.add(rival, Phase.MAIN_TO_JOINED, sample(1, main, cpu));
            into.add(rival, Phase.START_TO_JOINED, sample(1, start, cpu));
            into.add(rival, Phase.FIRST_REQUESTS, first);
            into.add(
                    rival,
                    Phase.ALL_REQUESTS,
                    sample(ALL, first.wallNanos() + rest.wallNanos(), first.cpuNanos() + rest.cpuNanos()));
        }
    }

    private static Sample requests(Target target, Rival rival, Child child, int requests)
            throws IOException, InterruptedException {
        return target.checked(rival.title(), 0, requests, () -> {
            long cpu = child.cpuNanos();
            long wall = System.nanoTime();
            child.ask(Integer.toString(requests), Integer.class);
            return sample(requests, System.nanoTime() - wall, child.cpuNanos() - cpu);
        });
    }

    private static Sample sample(long count, long wallNanos, long cpuNanos) {
        return new Sample(count, wallNanos, cpuNanos, -1, List.of());
    }

    private static List<Rival> rivals(Stage stage) {
        List<Rival> rivals = new ArrayList<>(List.of(Rival.OURS_JDK, Rival.OURS_NETTY, Rival.JAVA_PHOENIX));
        if (stage.hasNode()) {
            rivals.add(Rival.PHOENIX_JS);
        }
        if (stage.plan().isFull()) {
            rivals.addAll(List.of(Rival.OURS_TYRUS, Rival.JDK));
        }
        return rivals;
    }
}
