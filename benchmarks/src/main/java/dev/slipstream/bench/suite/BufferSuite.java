package dev.slipstream.bench.suite;

import static dev.slipstream.bench.report.Bound.atMost;

import dev.slipstream.bench.peer.CrowdStatus;
import dev.slipstream.bench.peer.Sample;
import dev.slipstream.bench.report.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares buffer sizes of the JDK's HTTP client: the heap of an idle client, and the CPU time of messages and
 * requests. Runs only in full runs.
 */
final class BufferSuite implements Suite {

    private static final int FIRST = 200;
    private static final int CLIENTS = 2000;
    private static final int HEARTBEAT_SECONDS = 30;
    private static final double KILOBYTE = 1024;
    private static final String FLOOD = "flood 200000 100 1";
    private static final String ECHO = "echo 40000 64 100";

    private static final Map<String, List<String>> VARIANTS = variants();

    private static Map<String, List<String>> variants() {
        Map<String, List<String>> variants = new LinkedHashMap<>();
        variants.put("default sizes", List.of());
        variants.put("writeBufferSize=1024", List.of("-Djdk.httpclient.websocket.writeBufferSize=1024"));
        variants.put("bufsize=2048", List.of("-Djdk.httpclient.bufsize=2048"));
        variants.put("receiveBufferSize=16384", List.of("-Djdk.httpclient.receiveBufferSize=16384"));
        variants.put(
                "writeBufferSize=1024, intermediateBufferSize=1024, bufsize=2048",
                List.of(
                        "-Djdk.httpclient.websocket.writeBufferSize=1024",
                        "-Djdk.httpclient.websocket.intermediateBufferSize=1024",
                        "-Djdk.httpclient.bufsize=2048"));
        return variants;
    }

    @Override
    public String name() {
        return "buffers";
    }

    @Override
    public Findings run(Stage stage) throws Exception {
        if (!stage.plan().isFull()) {
            return Findings.of(List.of());
        }
        Map<String, Child> clients = new LinkedHashMap<>();
        Samples floods = new Samples();
        Samples echoes = new Samples();
        Map<String, Double> heaps = new LinkedHashMap<>();
        try (Server server = Server.start(stage)) {
            for (Map.Entry<String, List<String>> variant : VARIANTS.entrySet()) {
                stage.log(name() + ", heap, " + variant.getKey());
                heaps.put(variant.getKey(), heap(stage, server, variant.getValue()));
                List<String> options = new ArrayList<>(variant.getValue());
                options.add("-Xmx1g");
                Child client = stage.java(
                        "buffers-" + clients.size(),
                        "peer.TrafficMain",
                        options,
                        Rival.OURS_JDK.client(),
                        server.uri());
                clients.put(variant.getKey(), client);
                client.ask("connect 1", Object.class);
            }
            for (Child client : clients.values()) {
                WarmUp.untilSteady(stage, FLOOD, () -> client.ask(FLOOD, Sample.class));
                WarmUp.untilSteady(stage, ECHO, () -> client.ask(ECHO, Sample.class));
            }
            for (int round = 1; round <= stage.plan().rounds() / 2; round++) {
                stage.log(name() + ", round " + round);
                for (Map.Entry<String, Child> client : clients.entrySet()) {
                    Sample flood = client.getValue().ask(FLOOD, Sample.class);
                    Sample echo = client.getValue().ask(ECHO, Sample.class);
                    floods.add(client.getKey(), flood);
                    echoes.add(client.getKey(), echo);
                }
            }
        } finally {
            clients.values().forEach(Child::close);
        }
        return Findings.of(measures(heaps, floods, echoes));
    }

    private static double heap(Stage stage, Server server, List<String> options) throws Exception {
        List<String> all = new ArrayList<>(options);
        all.add("-Xmx2g");
        try (Child crowd =
                stage.java("buffers-crowd", "peer.CrowdMain", all, Rival.OURS_JDK.kind(), "" + server.port())) {
            crowd.ask("open " + FIRST + " " + HEARTBEAT_SECONDS, CrowdStatus.class);
            CrowdStatus few = crowd.ask("status", CrowdStatus.class);
            crowd.ask("open " + CLIENTS + " " + HEARTBEAT_SECONDS, CrowdStatus.class);
            CrowdStatus many = crowd.ask("status", CrowdStatus.class);
            return (many.heapBytes() - few.heapBytes()) / (double) (CLIENTS - FIRST);
        }
    }

    private static List<Measure> measures(Map<String, Double> heaps, Samples floods, Samples echoes) {
        String standard = VARIANTS.keySet().iterator().next();
        List<Measure> measures = new ArrayList<>();
        for (Map.Entry<String, Double> variant : heaps.entrySet()) {
            String name = "JDK buffers, " + variant.getKey();
            measures.add(informative(
                    name + ": heap of an idle client",
                    variant.getValue() / KILOBYTE,
                    heaps.getOrDefault(standard, 0.0) / KILOBYTE,
                    "KB"));
            measures.add(informative(
                    name + ": CPU of a message",
                    floods.median(variant.getKey(), Samples::cpuMicros),
                    floods.median(standard, Samples::cpuMicros),
                    "us"));
            measures.add(informative(
                    name + ": CPU of a request",
                    echoes.median(variant.getKey(), Samples::cpuMicros),
                    echoes.median(standard, Samples::cpuMicros),
                    "us"));
        }
        return measures;
    }

    private static Measure informative(String name, double figure, double standard, String unit) {
        return Measure.over(name, figure, standard, unit, atMost(1), atMost(1)).withoutBounds();
    }
}
