package dev.slipstream.bench.jmh;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.util.Map;
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

/** The whole library, from the transport interface to the callback, without a network. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LibraryBenchmark {

    private static final int MANY = 1000;
    private static final String TOPIC = "rooms:lobby";
    private static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");

    private static final Payload ASKED = JacksonSerializer.standard().encode(Map.of("text", "hello"));

    private final Pipe pipe = new Pipe();
    private final Semaphore done = new Semaphore(0);
    private final RunningClient client = Slipstream.start(
            new Counting(), StartOptions.builder().transport(pipe).build());
    private final Frame frame =
            new Frame.Text("[null,null,\"" + TOPIC + "\",\"said\",{\"text\":\"" + "x".repeat(89) + "\"}]");

    @Setup
    public void join() throws InterruptedException {
        done.acquire();
    }

    @TearDown
    public void close() {
        client.close();
    }

    /** One of many messages that arrive in one read. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public void messageOfABatch() throws InterruptedException {
        for (int i = 0; i < MANY; i++) {
            pipe.receive(frame);
        }
        pipe.readComplete();
        done.acquire();
    }

    /** One of many messages that each arrive in a separate read. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public void messageOnItsOwn() throws InterruptedException {
        for (int i = 0; i < MANY; i++) {
            pipe.receive(frame);
            pipe.readComplete();
        }
        done.acquire();
    }

    /** One request and its outcome. A single callback makes many requests, whose payload is already encoded. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public void requestAndOutcome() throws InterruptedException {
        client.run(socket -> {
            Socket asking = socket;
            for (int i = 0; i < MANY; i++) {
                asking = asking.request(TOPIC, "ask", ASKED, "tag");
            }
            return asking;
        });
        done.acquire();
    }

    private final class Counting implements SlipstreamClient {

        private int messages;
        private int outcomes;

        @Override
        public Socket init(Socket socket) {
            return socket.connect(CONFIGURATION).join(TOPIC);
        }

        @Override
        public Socket handleJoin(String topic, Payload response, Socket socket) {
            done.release();
            return socket;
        }

        @Override
        public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
            messages++;
            if (messages % MANY == 0) {
                done.release();
            }
            return socket;
        }

        @Override
        public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
            outcomes++;
            if (outcomes % MANY == 0) {
                done.release();
            }
            return socket;
        }
    }
}
