package dev.slipstream.bench.jmh;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.From;
import dev.slipstream.core.Socket;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Sends application messages and calls through the mailbox to a callback, without a server. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MailboxBenchmark {

    private static final int MANY = 1000;

    /** The last message of a batch. Its callback releases the sending thread. */
    private record Last() {}

    private record Ping(From<String> from) {}

    private final Semaphore done = new Semaphore(0);
    private final RunningClient client = Slipstream.start(
            new Counting(),
            StartOptions.builder().transport(new JdkTransportProvider()).build());

    @Setup
    public void start() {
        client.call(Ping::new);
    }

    @TearDown
    public void close() {
        client.close();
    }

    /** A round trip: the thread sends a message and waits for its callback. */
    @Benchmark
    public void roundTrip() throws InterruptedException {
        client.send(new Last());
        done.acquire();
    }

    /** A call and its reply. */
    @Benchmark
    public String call() {
        return client.call(Ping::new);
    }

    /** One of many messages sent without waiting. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public void messageOfABatch() throws InterruptedException {
        for (int i = 1; i < MANY; i++) {
            client.send("");
        }
        client.send(new Last());
        done.acquire();
    }

    private final class Counting implements SlipstreamClient {

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            if (message instanceof Last) {
                done.release();
            }
            return socket;
        }

        @Override
        public Socket handleCall(Object message, Socket socket) {
            return message instanceof Ping(var from) ? socket.answer(from, "pong") : socket;
        }
    }
}
