package dev.slipstream.bench.suite;

import dev.slipstream.bench.report.Measure;
import dev.slipstream.testkit.server.TestCertificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Measures messages and requests of all clients with one server. Each round runs the clients in another order. In a
 * full run, the clients of every run have several processes.
 */
final class TrafficSuite implements Suite {

    /** The clients that are measured in both write modes: many frames per write, and one frame per write. */
    private static final Set<Rival> IN_BOTH_MODES =
            Set.of(Rival.JDK, Rival.OURS_JDK, Rival.OURS_NETTY, Rival.JAVA_PHOENIX, Rival.PHOENIX_JS);

    private static final Set<Load> BATCHED = EnumSet.of(Load.MESSAGES, Load.REQUESTS, Load.TRIPS);
    private static final Set<Load> OTHER_WAYS = EnumSet.of(Load.MESSAGES, Load.SINGLE_REQUESTS, Load.TRIPS);

    /** The clients of every run. To add a client, add a line here, and its rows in {@link TrafficTable}. */
    private static final List<Rival> ALWAYS = List.of(
            Rival.JDK,
            Rival.OURS_JDK,
            Rival.CHANNELS_JDK,
            Rival.SESSION_JDK,
            Rival.OURS_NETTY,
            Rival.SESSION_NETTY,
            Rival.JAVA_PHOENIX);

    private static final List<Rival> IN_FULL_RUNS =
            List.of(Rival.CHANNELS_NETTY, Rival.TYRUS, Rival.OURS_TYRUS, Rival.SESSION_TYRUS);

    private static final List<Rival> WITH_TLS = List.of(Rival.JDK_TLS, Rival.OURS_JDK_TLS, Rival.OURS_NETTY_TLS);

    /** Clients that use compression; only in full runs. */
    private static final List<Rival> COMPRESSED = List.of(Rival.JAVA_PHOENIX_COMPRESSED, Rival.PHOENIX_JS_COMPRESSED);

    @Override
    public String name() {
        return "traffic";
    }

    @Override
    public boolean takesUserServer() {
        return true;
    }

    @Override
    public Findings run(Stage stage) throws Exception {
        TestCertificate certificate = TestCertificate.forLocalhost();
        try (Target target = Target.of(stage);
                Target secure = stage.uri() == null ? Target.secure(stage, certificate) : target) {
            return Runs.untilMet(stage, name(), () -> measured(stage, target, secure, trust(certificate)));
        }
    }

    /**
     * Measures all clients. The clients of every run have several processes, one after the other: the JIT compiler does
     * not compile the same code in the same way each time, so the costs of two processes differ by up to a third.
     */
    private Findings measured(Stage stage, Target target, Target secure, List<String> trust) throws Exception {
        Traffic counted = new Traffic();
        int processes = stage.plan().processes();
        for (int process = 1; process <= processes; process++) {
            List<Entrant> entrants = new ArrayList<>();
            try {
                start(stage, process == 1, target, secure, trust, entrants);
                measure(stage, "process " + process + " of " + processes, entrants, counted);
            } finally {
                entrants.forEach(Entrant::close);
            }
        }
        boolean isUserServer = stage.uri() != null;
        List<Measure> rows = TrafficTable.rows(counted, !isUserServer);
        // The bounds (gates and goals) apply only to runs with the benchmarks' own server, not with a user's server.
        return new Findings(
                isUserServer ? rows.stream().map(Measure::withoutBounds).toList() : rows, counted.bars(), List.of());
    }

    /**
     * Starts a process of each client, and lets it do its loads until their costs are steady.
     *
     * @param hasAll whether to start all clients; otherwise starts only those of every run
     */
    private void start(
            Stage stage, boolean hasAll, Target target, Target secure, List<String> trust, List<Entrant> into)
            throws Exception {
        for (Rival rival : rivals(stage, hasAll)) {
            into.add(Entrant.start(stage, target, rival, loads(stage, rival), List.of()));
        }
        if (stage.uri() == null && hasAll) {
            for (Rival rival : WITH_TLS) {
                into.add(Entrant.start(stage, secure, rival, loads(stage, rival), trust));
            }
        }
        for (Entrant entrant : into) {
            stage.log(name() + ", warming up: " + entrant.rival().title());
            for (Load load : entrant.loads()) {
                WarmUp.untilSteady(stage, load.toString(), () -> load.run(entrant, stage));
            }
        }
    }

    /** Measures the share of the rounds that these processes have. */
    private void measure(Stage stage, String which, List<Entrant> entrants, Traffic counted) throws Exception {
        int rounds = stage.plan().rounds() / stage.plan().processes();
        for (int round = 1; round <= rounds; round++) {
            stage.log(name() + ", " + which + ", round " + round + " of " + rounds);
            Collections.rotate(entrants, 1);
            for (Entrant entrant : entrants) {
                counted.add(entrant, stage);
            }
        }
    }

    /** What a client does in each round. Only the clients in {@link #IN_BOTH_MODES} run all loads. */
    private static Set<Load> loads(Stage stage, Rival rival) {
        Set<Load> loads = EnumSet.copyOf(rival.way() == Rival.Way.PLAIN ? BATCHED : OTHER_WAYS);
        if (stage.uri() == null && IN_BOTH_MODES.contains(rival)) {
            loads = EnumSet.allOf(Load.class);
        }
        loads.removeIf(load -> !load.suits(rival));
        return loads;
    }

    private static List<String> trust(TestCertificate certificate) {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + certificate.keystore(),
                "-Djavax.net.ssl.trustStorePassword=" + certificate.password());
    }

    private static List<Rival> rivals(Stage stage, boolean hasAll) {
        List<Rival> rivals = new ArrayList<>(ALWAYS);
        rivals.add(Rival.PHOENIX_JS);
        if (stage.plan().isFull() && hasAll) {
            rivals.addAll(IN_FULL_RUNS);
            if (stage.uri() == null) {
                rivals.addAll(COMPRESSED);
            }
        }
        if (!stage.hasNode()) {
            stage.log("node is missing: skipping phoenix.js");
            rivals.removeIf(rival -> rival.client().equals(Rival.PHOENIX_JS.client()));
        }
        return rivals;
    }
}
