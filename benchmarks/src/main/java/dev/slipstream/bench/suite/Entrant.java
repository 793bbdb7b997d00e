package dev.slipstream.bench.suite;

import dev.slipstream.bench.peer.Sample;
import dev.slipstream.bench.server.Tally;
import java.io.IOException;
import java.util.List;

/** A client in a separate process, joined to one topic. The server's counters verify its results. */
record Entrant(Rival rival, Child child) implements AutoCloseable {

    private static final int BYTES = 100;
    private static final int IN_FLIGHT = 64;

    static Entrant start(Stage stage, Server server, Rival rival) throws IOException, InterruptedException {
        Child child = rival.equals(Rival.PHOENIX_JS)
                ? stage.node(rival.kind(), server.mount())
                : stage.java(rival.kind(), "peer.TrafficMain", List.of("-Xmx1g"), rival.kind(), server.uri());
        child.ask("connect 1", Object.class);
        return new Entrant(rival, child);
    }

    Sample flood(Stage stage, Server server) throws IOException, InterruptedException {
        int messages = stage.plan().of(rival.messages());
        Tally before = server.tally();
        Sample sample = child.ask("flood " + messages + " " + BYTES + " 1", Sample.class);
        server.check(before, rival.title(), messages, 0);
        return sample;
    }

    Sample echo(Stage stage, Server server) throws IOException, InterruptedException {
        int requests = stage.plan().of(rival.requests());
        Tally before = server.tally();
        Sample sample = child.ask("echo " + requests + " " + IN_FLIGHT + " " + BYTES, Sample.class);
        server.check(before, rival.title(), 0, requests);
        return sample;
    }

    Sample trips(Stage stage, Server server) throws IOException, InterruptedException {
        int requests = stage.plan().of(rival.trips());
        Tally before = server.tally();
        Sample sample = child.ask("trips " + requests + " " + BYTES, Sample.class);
        server.check(before, rival.title(), 0, requests);
        return sample;
    }

    @Override
    public void close() {
        child.close();
    }
}
