package dev.slipstream.bench.suite;

import static dev.slipstream.bench.report.Bound.atLeast;

import dev.slipstream.bench.peer.Sample;
import dev.slipstream.bench.report.Bound;
import dev.slipstream.bench.report.Measure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Compares the codecs of this library and of JavaPhoenixClient, without a connection. The codecs run alternately. */
final class CodecSuite implements Suite {

    private static final String OURS = "slipstream";
    private static final String THEIRS = "java-phoenix";
    private static final List<Integer> SIZES = List.of(50, 500);
    private static final List<String> OUR_COMMANDS = List.of("decode", "map", "record", "encoded");

    @Override
    public String name() {
        return "codec";
    }

    @Override
    public Findings run(Stage stage) throws Exception {
        List<Measure> measures = new ArrayList<>();
        try (Child ours = stage.java("codec-" + OURS, "peer.CodecMain", List.of("-Xmx512m"), OURS);
                Child theirs = stage.java("codec-" + THEIRS, "peer.CodecMain", List.of("-Xmx512m"), THEIRS)) {
            for (int size : SIZES) {
                String what = name() + ", " + size + " B";
                stage.log(what);
                warmUp(stage, theirs, " " + stage.plan().of(40_000) + " " + size, List.of("decode", "map"));
                warmUp(stage, ours, " " + stage.plan().of(400_000) + " " + size, OUR_COMMANDS);
                Findings found = Runs.untilMet(stage, what, () -> Findings.of(measures(stage, ours, theirs, size)));
                measures.addAll(found.measures());
            }
        }
        return Findings.of(measures);
    }

    private static void warmUp(Stage stage, Child child, String numbers, List<String> commands) throws Exception {
        for (String command : commands) {
            WarmUp.untilSteady(stage, command + numbers, () -> child.ask(command + numbers, Sample.class));
        }
    }

    /** The samples of one round. */
    private record Round(
            Sample theirDecode, Sample ourDecode, Sample theirMap, Sample ourMap, Sample ourRecord, Sample ourEncoded) {

        static Round of(Stage stage, Child ours, Child theirs, int size) throws IOException, InterruptedException {
            String mine = " " + stage.plan().of(400_000) + " " + size;
            String other = " " + stage.plan().of(40_000) + " " + size;
            return new Round(
                    theirs.ask("decode" + other, Sample.class),
                    ours.ask("decode" + mine, Sample.class),
                    theirs.ask("map" + other, Sample.class),
                    ours.ask("map" + mine, Sample.class),
                    ours.ask("record" + mine, Sample.class),
                    ours.ask("encoded" + mine, Sample.class));
        }
    }

    private static List<Measure> measures(Stage stage, Child ours, Child theirs, int size) throws Exception {
        Samples decode = new Samples();
        Samples map = new Samples();
        Samples typed = new Samples();
        Samples encoded = new Samples();
        for (int round = 1; round <= stage.plan().rounds(); round++) {
            Round took = Round.of(stage, ours, theirs, size);
            add(decode, took.ourDecode(), took.theirDecode());
            add(map, took.ourMap(), took.theirMap());
            add(typed, took.ourRecord(), took.theirMap());
            add(encoded, took.ourEncoded(), took.theirMap());
        }
        String bytes = size + " B";
        return List.of(
                measure(
                        "decode of a text frame, " + bytes + ", CPU vs JavaPhoenixClient",
                        decode,
                        atLeast(5),
                        atLeast(20)),
                measure("encode of a push, map, " + bytes + ", CPU vs JavaPhoenixClient", map, atLeast(8), atLeast(12)),
                measure(
                        "encode of a push, record, " + bytes + ", CPU vs JavaPhoenixClient",
                        typed,
                        atLeast(8),
                        atLeast(12)),
                measure(
                        "encode of a push, payload already encoded, " + bytes + ", CPU vs JavaPhoenixClient",
                        encoded,
                        atLeast(100),
                        atLeast(200)),
                Measure.alone(
                                "decode of a text frame, " + bytes + ", bytes allocated",
                                decode.median(OURS, Sample::bytesEach),
                                "B",
                                atLeast(0),
                                atLeast(0))
                        .withoutBounds());
    }

    private static void add(Samples to, Sample ours, Sample theirs) {
        to.add(OURS, ours);
        to.add(THEIRS, theirs);
    }

    private static Measure measure(String name, Samples samples, Bound gate, Bound goal) {
        return Measure.under(
                        name,
                        samples.median(OURS, Sample::cpuEach),
                        samples.median(THEIRS, Sample::cpuEach),
                        "ns",
                        gate,
                        goal)
                .withRatio(samples.ratio(THEIRS, OURS, Sample::cpuEach));
    }
}
