package dev.slipstream.system.soak;

import dev.slipstream.testkit.server.PhoenixServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Cuts the connections of a server again and again, whatever comes of one round, until it is closed. */
final class Killer implements AutoCloseable {

    private final PhoenixServer server;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong cuts = new AtomicLong();
    private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();

    private Killer(PhoenixServer server) {
        this.server = server;
    }

    static Killer of(PhoenixServer server, long everyMillis) {
        Killer killer = new Killer(server);
        killer.rounds.scheduleAtFixedRate(killer::round, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
        return killer;
    }

    private void round() {
        begun.incrementAndGet();
        try {
            long open = server.connections();
            server.cutConnections();
            cuts.addAndGet(open);
        } catch (RuntimeException e) {
            failures.add(e); // what is thrown out of here would be the last round
        }
    }

    /** How often it was to cut what was open. */
    long rounds() {
        return begun.get();
    }

    /** How many connections it found open, and cut. */
    long cuts() {
        return cuts.get();
    }

    /** What the server had against it. */
    List<RuntimeException> failures() {
        return failures;
    }

    /** No round is under way when this returns. */
    @Override
    public void close() {
        rounds.close();
    }

    @Override
    public String toString() {
        return cuts + " kills in " + begun + " rounds";
    }
}
