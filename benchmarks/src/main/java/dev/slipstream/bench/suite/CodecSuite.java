package dev.slipstream.bench.suite;

import static dev.slipstream.bench.report.Bound.atLeast;

import dev.slipstream.bench.peer.Sample;
import dev.slipstream.bench.report.Bound;
import dev.slipstream.bench.report.Measure;
import java.util.ArrayList;
import java.util.List;

/** Frames read and written, apart from any connection: ours and JavaPhoenixClient's, in turn. */
final class CodecSuite implements Suite {

    private static final String OURS = "slipstream";
    private static final String THEIRS = "java-phoenix";
    private static final List<Integer> SIZES = List.of(50, 500);
    private static final int WARM_UPS = 3;

    @Override
    public String name() {
        return "codec";
    }

    @Override
    public Findings measure(Stage stage) throws Exception {
        List<Measure> measures = new ArrayList<>();
        try (Child ours = stage.java("codec-" + OURS, "peer.CodecMain", List.of("-Xmx512m"), OURS);
                Child theirs = stage.java("codec-" + THEIRS, "peer.CodecMain", List.of("-Xmx512m"), THEIRS)) {
            for (int size : SIZES) {
                stage.says(name() + ", " + size + " B");
                measures.addAll(measures(stage, ours, theirs, size));
            }
        }
        return Findings.of(measures);
    }

    private static List<Measure> measures(Stage stage, Child ours, Child theirs, int size) throws Exception {
        Samples decode = new Samples();
        Samples map = new Samples();
        Samples typed = new Samples();
        Samples encoded = new Samples();
        int mine = stage.plan().of(400_000);
        int other = stage.plan().of(40_000);
        for (int round = 1 - WARM_UPS; round <= stage.plan().rounds(); round++) {
            boolean counts = round > 0;
            Sample theirDecode = theirs.ask("decode " + other + " " + size, Sample.class);
            Sample ourDecode = ours.ask("decode " + mine + " " + size, Sample.class);
            Sample theirMap = theirs.ask("map " + other + " " + size, Sample.class);
            Sample ourMap = ours.ask("map " + mine + " " + size, Sample.class);
            Sample ourRecord = ours.ask("record " + mine + " " + size, Sample.class);
            Sample ourEncoded = ours.ask("encoded " + mine + " " + size, Sample.class);
            if (counts) {
                add(decode, ourDecode, theirDecode);
                add(map, ourMap, theirMap);
                add(typed, ourRecord, theirMap);
                add(encoded, ourEncoded, theirMap);
            }
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
                        "encode of a push, encoded before, " + bytes + ", CPU vs JavaPhoenixClient",
                        encoded,
                        atLeast(100),
                        atLeast(200)),
                Measure.alone(
                                "bytes allocated by that decode",
                                decode.median(OURS, Sample::bytesEach),
                                "B",
                                atLeast(0),
                                atLeast(0))
                        .told());
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
