package dev.slipstream.bench.peer;

import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.netty.NettyTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A process with many idle clients.
 *
 * <p>Arguments: the kind of client, and the port of the server, which listens on several loopback addresses.
 */
public final class CrowdMain {

    private static final int AT_ONCE = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int ADDRESSES = 4;
    private static final int LOOKS = 3;

    private final Crowd crowd;
    private final List<URI> addresses;
    private int opened;

    private CrowdMain(Crowd crowd, int port) {
        this.crowd = crowd;
        this.addresses = IntStream.rangeClosed(1, ADDRESSES)
                .mapToObj(i -> URI.create("ws://127.0.0." + i + ":" + port + "/socket/websocket"))
                .toList();
    }

    public static void main(String[] args) {
        Crowd crowd = switch (args[0]) {
            case "jdk" -> new JdkCrowd();
            case "slipstream-jdk" -> new SlipstreamCrowd(new JdkTransportProvider());
            case "slipstream-netty" -> new SlipstreamCrowd(new NettyTransportProvider());
            case "slipstream-tyrus" -> new SlipstreamCrowd(new TyrusTransportProvider());
            default -> throw new IllegalArgumentException("unknown kind of client: " + args[0]);
        };
        CrowdMain main = new CrowdMain(crowd, Integer.parseInt(args[1]));
        Map<String, Answers.Command> commands = new LinkedHashMap<>();
        commands.put("open", numbers -> main.open(numbers.get(0), numbers.get(1)));
        commands.put("status", numbers -> main.status(true, 0));
        commands.put("herd", numbers -> main.herd());
        Answers.serve(commands);
    }

    /**
     * Opens clients in groups until {@code count} clients have been opened. Begins the next group when all clients have
     * joined or one has failed.
     */
    private CrowdStatus open(int count, int heartbeatSeconds) throws Exception {
        long begin = System.nanoTime();
        Duration heartbeat = Duration.ofSeconds(heartbeatSeconds);
        while (opened < count) {
            for (int i = 0; i < AT_ONCE && opened < count; i++) {
                crowd.open(addresses.get(opened % addresses.size()), heartbeat);
                opened++;
            }
            awaitUntil(() -> crowd.joined() >= opened || crowd.failures() > 0);
        }
        return status(false, System.nanoTime() - begin);
    }

    /** Measures from the first lost connection until all clients have joined again. */
    private CrowdStatus herd() throws Exception {
        awaitUntil(() -> crowd.losses() > 0);
        long begin = System.nanoTime();
        awaitUntil(() -> crowd.losses() >= opened && crowd.joined() >= opened);
        return status(false, System.nanoTime() - begin);
    }

    private CrowdStatus status(boolean withHeap, long nanos) throws InterruptedException {
        return new CrowdStatus(
                crowd.joined(),
                crowd.failures(),
                crowd.losses(),
                withHeap ? heap() : 0,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                nanos);
    }

    /** The bytes of all reachable objects: the smallest of several measurements. */
    private static long heap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int look = 1; look <= LOOKS; look++) {
            least = Math.min(least, Reachable.bytes());
            Thread.sleep(200); // lets cleaners release more objects
        }
        return least;
    }

    private static void awaitUntil(BooleanSupplier holds) throws InterruptedException, TimeoutException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new TimeoutException("not within " + PATIENCE);
            }
            Thread.sleep(2);
        }
    }
}
