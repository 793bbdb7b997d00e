package dev.slipstream.bench.suite;

import static dev.slipstream.bench.report.Bound.atLeast;
import static dev.slipstream.bench.report.Bound.atMost;

import dev.slipstream.bench.peer.Sample;
import dev.slipstream.bench.report.Bar;
import dev.slipstream.bench.report.Bound;
import dev.slipstream.bench.report.Measure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The samples of messages and requests, and the measures made from them.
 *
 * @param floods messages received
 * @param echoes requests, 64 in flight
 * @param trips requests, one after another
 */
record Traffic(Set<Rival> rivals, Samples floods, Samples echoes, Samples trips) {

    private static final ToDoubleFunction<Sample> CPU = Samples::cpuMicros;
    private static final ToDoubleFunction<Sample> WALL = Samples::wallMicros;
    private static final ToDoubleFunction<Sample> P50 = Samples::p50Micros;

    static Traffic none() {
        return new Traffic(new LinkedHashSet<>(), new Samples(), new Samples(), new Samples());
    }

    /** Runs all workloads of one client once. */
    void add(Entrant entrant, Stage stage, Server server) throws IOException, InterruptedException {
        Rival rival = entrant.rival();
        rivals.add(rival);
        floods.add(rival.kind(), entrant.flood(stage, server));
        if (rival.requests() > 0) {
            echoes.add(rival.kind(), entrant.echo(stage, server));
        }
        trips.add(rival.kind(), entrant.trips(stage, server));
    }

    List<Measure> measures() {
        String jdk = Rival.JDK.kind();
        String ours = Rival.OURS_JDK.kind();
        String session = Rival.SESSION_JDK.kind();
        String theirs = Rival.JAVA_PHOENIX.kind();
        List<Measure> all = new ArrayList<>();
        all.add(under("message received, wall, vs bare JDK", floods, ours, jdk, WALL, atLeast(0.35), atLeast(0.9)));
        all.add(over("message received, CPU, vs bare JDK", floods, ours, jdk, CPU, atMost(4), atMost(1.5)));
        all.add(under(
                "message received, wall, vs JavaPhoenixClient", floods, ours, theirs, WALL, atLeast(3), atLeast(10)));
        // No gate, because the JDK's websocket alone uses most of the CPU time that a gate could allow. The transport
        // over Netty has a gate for this measure.
        all.add(informativeUnder("message received, CPU, vs JavaPhoenixClient", floods, ours, theirs, CPU));
        if (floods.has(Rival.PHOENIX_JS.kind())) {
            String js = Rival.PHOENIX_JS.kind();
            all.add(over("message received, CPU, vs phoenix.js", floods, ours, js, CPU, atMost(1.2), atMost(0.5)));
            all.add(informative("64 requests in flight, CPU, vs phoenix.js", echoes, ours, js, CPU));
            all.add(informative("one request awaited, p50, vs phoenix.js", trips, session, js, P50));
        }
        all.add(over("64 requests in flight, CPU, vs bare JDK", echoes, ours, jdk, CPU, atMost(2), atMost(1.2)));
        all.add(under(
                "64 requests in flight, CPU, vs JavaPhoenixClient",
                echoes,
                ours,
                theirs,
                CPU,
                atLeast(3.5),
                atLeast(4.5)));
        all.add(over("one request awaited, p50, vs bare JDK", trips, session, jdk, P50, atMost(3), atMost(1.5)));
        all.add(over(
                "one request awaited, p50, vs JavaPhoenixClient", trips, session, theirs, P50, atMost(1), atMost(0.5)));
        // These two rows show the best ratios that any client over the JDK's websocket could reach.
        all.add(informative("message received, CPU, bare JDK vs JavaPhoenixClient", floods, jdk, theirs, CPU));
        all.add(informative("64 requests in flight, CPU, bare JDK vs JavaPhoenixClient", echoes, jdk, theirs, CPU));
        all.add(informative("message received by session, CPU, vs bare JDK", floods, session, jdk, CPU));
        all.add(informative("one request in callbacks, p50, vs bare JDK", trips, ours, jdk, P50));
        String channels = Rival.CHANNELS_JDK.kind();
        all.add(over(
                "message received through a channel handle, CPU, vs a callback",
                floods,
                channels,
                ours,
                CPU,
                atMost(1.25),
                atMost(1.05)));
        all.add(informative(
                "64 requests in flight through a channel handle, CPU, vs callbacks", echoes, channels, ours, CPU));
        addNetty(all);
        String tyrus = Rival.TYRUS.kind();
        String oursTyrus = Rival.OURS_TYRUS.kind();
        all.add(informative("message received over Tyrus, CPU, vs bare Tyrus", floods, oursTyrus, tyrus, CPU));
        all.add(informative("message received over Tyrus, wall, vs bare Tyrus", floods, oursTyrus, tyrus, WALL));
        all.add(informative(
                "message received by session over Tyrus, CPU, vs bare Tyrus",
                floods,
                Rival.SESSION_TYRUS.kind(),
                tyrus,
                CPU));
        all.add(informative("64 requests in flight over Tyrus, CPU, vs bare Tyrus", echoes, oursTyrus, tyrus, CPU));
        all.add(informative(
                "one request awaited over Tyrus, p50, vs bare Tyrus", trips, Rival.SESSION_TYRUS.kind(), tyrus, P50));
        return all;
    }

    /** Compares the transport over Netty with the bare websocket of the JDK and with the other clients. */
    private void addNetty(List<Measure> all) {
        String jdk = Rival.JDK.kind();
        String netty = Rival.OURS_NETTY.kind();
        String session = Rival.SESSION_NETTY.kind();
        String theirs = Rival.JAVA_PHOENIX.kind();
        all.add(over("netty: message received, CPU, vs bare JDK", floods, netty, jdk, CPU, atMost(1.1), atMost(0.75)));
        all.add(under(
                "netty: message received, wall, vs bare JDK", floods, netty, jdk, WALL, atLeast(0.7), atLeast(1.3)));
        all.add(under(
                "netty: message received, CPU, vs JavaPhoenixClient",
                floods,
                netty,
                theirs,
                CPU,
                atLeast(6),
                atLeast(10)));
        all.add(over(
                "netty: 64 requests in flight, CPU, vs bare JDK", echoes, netty, jdk, CPU, atMost(0.6), atMost(0.5)));
        all.add(under(
                "netty: 64 requests in flight, CPU, vs JavaPhoenixClient",
                echoes,
                netty,
                theirs,
                CPU,
                atLeast(6),
                atLeast(8)));
        all.add(over("netty: one request awaited, p50, vs bare JDK", trips, session, jdk, P50, atMost(3), atMost(1.2)));
    }

    private static Measure over(
            String name,
            Samples samples,
            String ours,
            String other,
            ToDoubleFunction<Sample> figure,
            Bound gate,
            Bound goal) {
        return Measure.over(name, samples.median(ours, figure), samples.median(other, figure), "us", gate, goal)
                .withRatio(samples.ratio(ours, other, figure));
    }

    private static Measure under(
            String name,
            Samples samples,
            String ours,
            String other,
            ToDoubleFunction<Sample> figure,
            Bound gate,
            Bound goal) {
        return Measure.under(name, samples.median(ours, figure), samples.median(other, figure), "us", gate, goal)
                .withRatio(samples.ratio(other, ours, figure));
    }

    private static Measure informativeUnder(
            String name, Samples samples, String ours, String other, ToDoubleFunction<Sample> figure) {
        return under(name, samples, ours, other, figure, atLeast(1), atLeast(1)).withoutBounds();
    }

    private static Measure informative(
            String name, Samples samples, String ours, String other, ToDoubleFunction<Sample> figure) {
        return over(name, samples, ours, other, figure, atMost(1), atMost(1)).withoutBounds();
    }

    /** The bars of each plot, the cheapest first. */
    List<Bar> bars() {
        List<Bar> bars = new ArrayList<>();
        bars(floods, CPU, "CPU of a message received, 100 B", bars);
        bars(floods, WALL, "Time of a message received, 100 B, in a flood", bars);
        bars(echoes, CPU, "CPU of a request and its reply, 64 in flight", bars);
        bars(trips, P50, "Time of one request and its reply, p50", bars);
        return bars;
    }

    private void bars(Samples samples, ToDoubleFunction<Sample> figure, String plot, List<Bar> into) {
        rivals.stream()
                .filter(rival -> samples.has(rival.kind()))
                .map(rival -> new Bar(plot, rival.title(), samples.median(rival.kind(), figure), "us"))
                .sorted(Comparator.comparingDouble(Bar::value))
                .forEach(into::add);
    }
}
