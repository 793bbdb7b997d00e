package dev.slipstream.bench.suite;

import dev.slipstream.bench.server.Tally;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The benchmark server's process, as the suites use it. */
final class Server implements AutoCloseable {

    private static final long COUNTING_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Child child;
    private final int port;

    private Server(Child child, int port) {
        this.child = child;
        this.port = port;
    }

    static Server start(Stage stage) throws IOException, InterruptedException {
        Child child = stage.java("server", "server.BenchServer", List.of("-Xmx2g"));
        return new Server(child, child.answer(Integer.class));
    }

    int port() {
        return port;
    }

    /** The URI for clients that need the whole path. */
    String uri() {
        return "ws://127.0.0.1:" + port + "/socket/websocket";
    }

    /** The URI for clients that append {@code /websocket}. */
    String mount() {
        return "ws://127.0.0.1:" + port + "/socket";
    }

    Tally tally() throws IOException, InterruptedException {
        return child.ask("tally", Tally.class);
    }

    /** Cuts all connections, and returns their number. */
    int drop() throws IOException, InterruptedException {
        return child.ask("drop", Integer.class);
    }

    /**
     * Checks that the server's counters agree with a client's results.
     *
     * @throws IllegalStateException if the server's counts of messages or requests differ from the client's
     */
    void check(Tally before, String who, long messages, long requests) throws IOException, InterruptedException {
        long until = System.nanoTime() + COUNTING_NANOS;
        while (true) {
            Tally now = tally();
            boolean agrees = now.messages() - before.messages() == messages
                    && now.arrived() - before.arrived() == messages
                    && now.requests() - before.requests() == requests
                    && now.faults() == before.faults();
            if (agrees) {
                return;
            }
            if (System.nanoTime() > until) {
                throw new IllegalStateException(who + " should have received " + messages + " messages and sent "
                        + requests + " requests; the server counted from " + before + " to " + now);
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
