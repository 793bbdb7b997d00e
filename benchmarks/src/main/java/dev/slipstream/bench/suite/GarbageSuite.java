package dev.slipstream.bench.suite;

import static dev.slipstream.bench.report.Bound.atMost;

import dev.slipstream.bench.peer.Sample;
import dev.slipstream.bench.report.Measure;
import java.io.IOException;
import java.util.List;

/**
 * Measures how many bytes this library allocates for a message and for a request, beyond those of a bare websocket.
 *
 * <p>This suite needs only two clients and no clock, so it is quick to repeat. Therefore it is separate from the
 * traffic suite.
 */
final class GarbageSuite implements Suite {

    private static final int BYTES = 100;
    private static final int IN_FLIGHT = 64;
    private static final int WARM_UPS = 9;

    @Override
    public String name() {
        return "garbage";
    }

    /** Runs once, because allocation does not depend on the machine's load. Each round counts as a run. */
    @Override
    public Findings run(Stage stage) throws Exception {
        Samples floods = new Samples();
        Samples encoded = new Samples();
        Samples maps = new Samples();
        try (Server server = Server.start(stage);
                Child jdk = client(stage, server, Rival.JDK);
                Child ours = client(stage, server, Rival.OURS_JDK)) {
            jdk.ask("connect 1", Object.class);
            ours.ask("connect 1", Object.class);
            String flood = "flood " + stage.plan().of(400_000) + " " + BYTES + " 1";
            String echo = " " + stage.plan().of(80_000) + " " + IN_FLIGHT + " " + BYTES;
            for (int round = 1 - WARM_UPS; round <= Runs.MOST; round++) {
                Samples into = round < 1 ? new Samples() : floods;
                into.add(Rival.JDK.kind(), jdk.ask(flood, Sample.class));
                into.add(Rival.OURS_JDK.kind(), ours.ask(flood, Sample.class));
                Sample bare = jdk.ask("echo" + echo, Sample.class);
                Sample ready = ours.ask("echo-encoded" + echo, Sample.class);
                Sample map = ours.ask("echo" + echo, Sample.class);
                if (round >= 1) {
                    encoded.add(Rival.JDK.kind(), bare);
                    encoded.add(Rival.OURS_JDK.kind(), ready);
                    maps.add(Rival.JDK.kind(), bare);
                    maps.add(Rival.OURS_JDK.kind(), map);
                }
            }
        }
        return Findings.of(List.of(
                beyond("bytes allocated for a message not decoded, beyond bare JDK", floods, 350, 150),
                beyond(
                        "bytes allocated for a request and its reply, payload encoded before, beyond bare JDK",
                        encoded,
                        1000,
                        400),
                beyond("the same, payload a map", maps, 1000, 400).withoutBounds()));
    }

    private static Child client(Stage stage, Server server, Rival rival) throws IOException {
        return stage.java("garbage-" + rival.kind(), "peer.TrafficMain", List.of("-Xmx1g"), rival.kind(), server.uri());
    }

    private static Measure beyond(String name, Samples samples, double gate, double goal) {
        double bytes = samples.least(Rival.OURS_JDK.kind(), Sample::bytesEach)
                - samples.least(Rival.JDK.kind(), Sample::bytesEach);
        return Measure.alone(name, bytes, "B", atMost(gate), atMost(goal));
    }
}
