package dev.slipstream.bench.suite;

import dev.slipstream.bench.peer.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A client in a separate process, joined to one topic of a server.
 *
 * @param loads what the client does in each round, in order
 */
record Entrant(Rival rival, Target target, Set<Load> loads, Child child) implements AutoCloseable {

    private static final int BYTES = 100;
    private static final int IN_FLIGHT = 64;

    /**
     * Starts a client, and joins.
     *
     * @param options further options of its JVM
     */
    static Entrant start(Stage stage, Target target, Rival rival, Set<Load> loads, List<String> options)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(options);
        all.add("-Xmx1g");
        String mount = rival.way() == Rival.Way.COMPRESSED ? target.compressedMount() : target.mount();
        Child child = rival.client().equals(Rival.PHOENIX_JS.client())
                ? stage.node(rival.kind(), "phoenix-peer.js", mount)
                : stage.java(rival.kind(), "peer.TrafficMain", all, rival.client(), mount + "/websocket");
        child.ask("connect 1", Object.class);
        return new Entrant(rival, target, loads, child);
    }

    Sample flood(Stage stage) throws IOException, InterruptedException {
        int messages = stage.plan().of(rival.messages());
        return target.checked(
                rival.title(), messages, 0, () -> child.ask("flood " + messages + " " + BYTES + " 1", Sample.class));
    }

    Sample echo(Stage stage) throws IOException, InterruptedException {
        int requests = stage.plan().of(rival.requests());
        return target.checked(
                rival.title(),
                0,
                requests,
                () -> child.ask("echo " + requests + " " + IN_FLIGHT + " " + BYTES, Sample.class));
    }

    Sample trips(Stage stage) throws IOException, InterruptedException {
        int requests = stage.plan().of(rival.trips());
        return target.checked(
                rival.title(), 0, requests, () -> child.ask("trips " + requests + " " + BYTES, Sample.class));
    }

    @Override
    public void close() {
        child.close();
    }
}
