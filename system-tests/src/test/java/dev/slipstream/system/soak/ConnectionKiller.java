package dev.slipstream.system.soak;

import dev.slipstream.testkit.server.PhoenixServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Cuts all connections of a server periodically, until this object is closed. */
final class ConnectionKiller implements AutoCloseable {

    private final PhoenixServer server;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong cuts = new AtomicLong();
    private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();

    private ConnectionKiller(PhoenixServer server) {
        this.server = server;
    }

    static ConnectionKiller of(PhoenixServer server, long everyMillis) {
        ConnectionKiller killer = new ConnectionKiller(server);
        killer.rounds.scheduleWithFixedDelay(killer::round, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
        return killer;
    }

    private void round() {
        started.incrementAndGet();
        try {
            long open = server.connections();
            server.cutConnections();
            cuts.addAndGet(open);
        } catch (RuntimeException e) {
            failures.add(e); // an exception would cancel all later rounds
        }
    }

    /** Returns how many open connections were cut. */
    long cuts() {
        return cuts.get();
    }

    /** Returns the exceptions of the server. */
    List<RuntimeException> failures() {
        return failures;
    }

    /** Waits for a running round to end. */
    @Override
    public void close() {
        rounds.close();
    }

    @Override
    public String toString() {
        return cuts + " cuts in " + started + " rounds";
    }
}
