package dev.slipstream.bench.suite;

import dev.slipstream.bench.report.Measure;
import dev.slipstream.testkit.server.TestCertificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Measures messages and requests of all clients with one server. Each round runs the clients in another order. */
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
        List<Entrant> entrants = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        try {
            Target target = Target.of(stage);
            targets.add(target);
            for (Rival rival : rivals(stage)) {
                entrants.add(Entrant.start(stage, target, rival, loads(stage, rival), List.of()));
            }
            if (stage.uri() == null) {
                TestCertificate certificate = TestCertificate.forLocalhost();
                Target secure = Target.secure(stage, certificate);
                targets.add(secure);
                for (Rival rival : WITH_TLS) {
                    entrants.add(Entrant.start(stage, secure, rival, loads(stage, rival), trust(certificate)));
                }
            }
            for (Entrant entrant : entrants) {
                stage.log(name() + ", warming up: " + entrant.rival().title());
                for (Load load : entrant.loads()) {
                    WarmUp.untilSteady(stage, load.toString(), () -> load.run(entrant, stage));
                }
            }
            return Runs.untilMet(stage, name(), () -> measured(stage, entrants));
        } finally {
            entrants.forEach(Entrant::close);
            targets.forEach(Target::close);
        }
    }

    private Findings measured(Stage stage, List<Entrant> entrants) throws Exception {
        Traffic counted = new Traffic();
        int rounds = stage.plan().rounds();
        for (int round = 1; round <= rounds; round++) {
            stage.log(name() + ", round " + round + " of " + rounds);
            Collections.rotate(entrants, 1);
            for (Entrant entrant : entrants) {
                counted.add(entrant, stage);
            }
        }
        boolean isUserServer = stage.uri() != null;
        List<Measure> rows = TrafficTable.rows(counted, !isUserServer);
        // The bounds (gates and goals) apply only to runs with the benchmarks' own server, not with a user's server.
        return new Findings(
                isUserServer ? rows.stream().map(Measure::withoutBounds).toList() : rows, counted.bars(), List.of());
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

    private static List<Rival> rivals(Stage stage) {
        List<Rival> rivals = new ArrayList<>(ALWAYS);
        rivals.add(Rival.PHOENIX_JS);
        if (stage.plan().isFull()) {
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
