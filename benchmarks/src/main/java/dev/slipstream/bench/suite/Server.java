package dev.slipstream.bench.suite;

import dev.slipstream.bench.server.Tally;
import dev.slipstream.testkit.server.TestCertificate;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The benchmark server's process, as the suites use it. */
final class Server implements Target {

    private static final long COUNTING_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Child child;
    private final String scheme;
    private final int port;

    private Server(Child child, String scheme, int port) {
        this.child = child;
        this.scheme = scheme;
        this.port = port;
    }

    static Server start(Stage stage) throws IOException, InterruptedException {
        Child child = stage.java("server", "server.BenchServer", List.of("-Xmx2g"));
        return new Server(child, "ws", child.answer(Integer.class));
    }

    /** Starts a server with TLS. */
    static Server secure(Stage stage, TestCertificate certificate) throws IOException, InterruptedException {
        Child child = stage.java(
                "server-tls",
                "server.BenchServer",
                List.of("-Xmx2g"),
                certificate.keystore().toString(),
                certificate.password());
        return new Server(child, "wss", child.answer(Integer.class));
    }

    int port() {
        return port;
    }

    @Override
    public String uri() {
        return mount() + "/websocket";
    }

    @Override
    public String mount() {
        return scheme + "://127.0.0.1:" + port + "/socket";
    }

    @Override
    public String compressedMount() {
        return scheme + "://127.0.0.1:" + port + "/deflate";
    }

    @Override
    public void writeSingly(boolean isSingle) throws IOException, InterruptedException {
        child.ask(isSingle ? "single" : "batched", Boolean.class);
    }

    Tally tally() throws IOException, InterruptedException {
        return child.ask("tally", Tally.class);
    }

    /** Cuts all connections, and returns their number. */
    int drop() throws IOException, InterruptedException {
        return child.ask("drop", Integer.class);
    }

    @Override
    public <T> T checked(String who, long messages, long requests, Work<T> work)
            throws IOException, InterruptedException {
        Tally before = tally();
        T result = work.run();
        check(before, who, messages, requests);
        return result;
    }

    private void check(Tally before, String who, long messages, long requests)
            throws IOException, InterruptedException {
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
