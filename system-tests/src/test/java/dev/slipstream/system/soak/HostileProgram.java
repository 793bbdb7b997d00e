package dev.slipstream.system.soak;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Telemetry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Handles hostile payloads slowly. Prints the largest byte count of the mailbox, and the memory in use after the client
 * closed. Only static fields can still hold memory then. Arguments: transport, URI, seconds.
 */
final class HostileProgram {

    static final long BOUND = 16 << 20;

    private static final long EACH_NANOS = 150_000_000;
    private static final long TIMEOUT_SECONDS = 180;

    private HostileProgram() {}

    public static void main(String[] arguments) throws Exception {
        AtomicLong most = new AtomicLong();
        Telemetry telemetry = observation -> {
            if (observation instanceof Observation.QueuesMeasured measured) {
                most.accumulateAndGet(measured.bytes(), Math::max);
            }
        };
        StartOptions options = Transports.options(arguments[0]).toBuilder()
                .telemetry(telemetry)
                .maxMessages(10_000)
                .maxBytes(BOUND)
                .build();
        String uri = arguments[1];
        SlowClient warmUp = slow(uri);
        run(warmUp, options, Duration.ofSeconds(2), "warming up");
        Footprint before = Footprint.now();

        SlowClient slow = slow(uri);
        run(slow, options, Duration.ofSeconds(Long.parseLong(arguments[2])), arguments[0] + ", hostile payloads");
        Footprint after = Footprint.now();
        ProgramReport.print("live before", before.liveBytes());
        ProgramReport.print("live after", after.liveBytes());
        ProgramReport.print("handled", warmUp.handled.get() + slow.handled.get());
        ProgramReport.print("out of order", warmUp.outOfOrder.get() + slow.outOfOrder.get());
        ProgramReport.print("losses", warmUp.losses.get() + slow.losses.get());
        ProgramReport.print("most bytes", most.get());
    }

    private static SlowClient slow(String uri) {
        return new SlowClient(
                uri, EACH_NANOS, payload -> ((Number) payload.as(Map.class).get("number")).longValue());
    }

    private static void run(SlowClient slow, StartOptions options, Duration time, String what) throws Exception {
        try (RunningClient client = Slipstream.start(slow, options)) {
            if (!slow.firstMessage.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no message arrived: " + client.socket());
            }
            SoakProgress progress = new SoakProgress(what, time);
            while (!progress.isOver()) {
                progress.update(slow.handled.get());
                LockSupport.parkNanos(10_000_000);
            }
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!Footprint.libraryThreads().isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(20_000_000);
        }
    }
}
