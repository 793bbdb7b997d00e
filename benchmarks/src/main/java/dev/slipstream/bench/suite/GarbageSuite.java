package dev.slipstream.bench.suite;

import static dev.slipstream.bench.report.Bound.atMost;

import dev.slipstream.bench.peer.Sample;
import dev.slipstream.bench.report.Measure;
import java.io.IOException;
import java.util.List;

/**
 * Measures how many bytes are allocated for a message and for a request. Over the JDK, subtracts the bytes that a bare
 * JDK websocket allocates; over Netty, subtracts nothing. Also compares a message through a channel handle with a
 * message to a callback.
 *
 * <p>This suite needs only four clients and does not measure time, so it is quick to repeat. Therefore it is separate
 * from the traffic suite.
 */
final class GarbageSuite implements Suite {

    private static final int BYTES = 100;
    private static final int IN_FLIGHT = 64;
    private static final int WARM_UPS = 9;

    @Override
    public String name() {
        return "garbage";
    }

    /**
     * Always measures {@link Runs#ALWAYS} rounds, and uses the round with the least allocation. Most suites measure
     * again if a bound is missed, because load on the machine may be the cause. This suite does not, because load does
     * not change the allocation.
     */
    @Override
    public Findings run(Stage stage) throws Exception {
        Samples floods = new Samples();
        Samples encoded = new Samples();
        Samples maps = new Samples();
        try (Server server = Server.start(stage);
                Child jdk = client(stage, server, Rival.JDK);
                Child ours = client(stage, server, Rival.OURS_JDK);
                Child channels = client(stage, server, Rival.CHANNELS_JDK);
                Child netty = client(stage, server, Rival.OURS_NETTY)) {
            jdk.ask("connect 1", Object.class);
            ours.ask("connect 1", Object.class);
            channels.ask("connect 1", Object.class);
            netty.ask("connect 1", Object.class);
            String flood = "flood " + stage.plan().of(400_000) + " " + BYTES + " 1";
            String echo = " " + stage.plan().of(80_000) + " " + IN_FLIGHT + " " + BYTES;
            for (int round = 1 - WARM_UPS; round <= Runs.ALWAYS; round++) {
                Samples into = round < 1 ? new Samples() : floods;
                into.add(Rival.JDK.kind(), jdk.ask(flood, Sample.class));
                into.add(Rival.OURS_JDK.kind(), ours.ask(flood, Sample.class));
                into.add(Rival.CHANNELS_JDK.kind(), channels.ask(flood, Sample.class));
                into.add(Rival.OURS_NETTY.kind(), netty.ask(flood, Sample.class));
                Sample nettyReady = netty.ask("echo-encoded" + echo, Sample.class);
                Sample bare = jdk.ask("echo" + echo, Sample.class);
                Sample ready = ours.ask("echo-encoded" + echo, Sample.class);
                Sample map = ours.ask("echo" + echo, Sample.class);
                if (round >= 1) {
                    encoded.add(Rival.JDK.kind(), bare);
                    encoded.add(Rival.OURS_JDK.kind(), ready);
                    encoded.add(Rival.OURS_NETTY.kind(), nettyReady);
                    maps.add(Rival.JDK.kind(), bare);
                    maps.add(Rival.OURS_JDK.kind(), map);
                }
            }
        }
        return Findings.of(List.of(
                beyond("bytes allocated for a message not decoded, minus bare JDK", floods, 350, 150),
                beyond(
                        "bytes allocated for a request and its reply, payload already encoded, minus bare JDK",
                        encoded,
                        1000,
                        400),
                beyond("bytes allocated for a request and its reply, payload is a map, minus bare JDK", maps, 1000, 400)
                        .withoutBounds(),
                Measure.alone(
                        "bytes allocated for a message through a channel handle, minus through a callback",
                        beyond(floods, Rival.CHANNELS_JDK, Rival.OURS_JDK),
                        "B",
                        atMost(64),
                        atMost(16)),
                all("netty: bytes allocated for a message not decoded, all of it", floods, 380, 300),
                all(
                        "netty: bytes allocated for a request and its reply, payload already encoded, all of it",
                        encoded,
                        1700,
                        1400)));
    }

    private static Child client(Stage stage, Server server, Rival rival) throws IOException {
        return stage.java("garbage-" + rival.kind(), "peer.TrafficMain", List.of("-Xmx1g"), rival.kind(), server.uri());
    }

    private static Measure beyond(String name, Samples samples, double gate, double goal) {
        return Measure.alone(name, beyond(samples, Rival.OURS_JDK, Rival.JDK), "B", atMost(gate), atMost(goal));
    }

    private static Measure all(String name, Samples samples, double gate, double goal) {
        double bytes = samples.least(Rival.OURS_NETTY.kind(), Sample::bytesEach);
        return Measure.alone(name, bytes, "B", atMost(gate), atMost(goal));
    }

    private static double beyond(Samples samples, Rival some, Rival other) {
        return samples.least(some.kind(), Sample::bytesEach) - samples.least(other.kind(), Sample::bytesEach);
    }
}
