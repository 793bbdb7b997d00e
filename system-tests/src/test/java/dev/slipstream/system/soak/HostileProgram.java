package dev.slipstream.system.soak;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.Telemetry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes payloads of a hostile author slowly: a transport, an address and a number of seconds. Then it tells what its mailbox
 * counted at most, and what is live when all is closed: what statics reach.
 */
final class HostileProgram {

    static final long BOUND = 16 << 20;

    private static final long EACH_NANOS = 150_000_000;
    private static final long PATIENCE_SECONDS = 60;

    private HostileProgram() {}

    private static final class Slow implements SlipstreamClient {

        private final String uri;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final AtomicLong taken = new AtomicLong();
        private final AtomicLong outOfOrder = new AtomicLong();
        private final AtomicLong losses = new AtomicLong();

        Slow(String uri) {
            this.uri = uri;
        }

        @Override
        public Socket init(Socket socket) {
            return socket.connect(Configuration.of(uri)).join("rooms:flood");
        }

        @Override
        public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
            long number = taken.getAndIncrement();
            if (!Long.valueOf(number).equals(((Number) payload.as(Map.class).get("number")).longValue())) {
                outOfOrder.incrementAndGet();
            }
            begun.countDown();
            LockSupport.parkNanos(EACH_NANOS);
            return socket;
        }

        @Override
        public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
            if (!(reason instanceof DisconnectReason.Requested)) {
                losses.incrementAndGet();
                System.out.println("lost: " + reason);
            }
            return socket;
        }
    }

    public static void main(String[] arguments) throws Exception {
        AtomicLong most = new AtomicLong();
        Telemetry gauge = observation -> {
            if (observation instanceof Observation.QueuesMeasured measured) {
                most.accumulateAndGet(measured.bytes(), Math::max);
            }
        };
        StartOptions options = Transports.options(arguments[0]).toBuilder()
                .telemetry(gauge)
                .maxMessages(10_000)
                .maxBytes(BOUND)
                .build();
        String uri = arguments[1];
        Slow warming = new Slow(uri);
        run(warming, options, Duration.ofSeconds(2), "warming up");
        Footprint before = Footprint.now();

        Slow slow = new Slow(uri);
        run(slow, options, Duration.ofSeconds(Long.parseLong(arguments[2])), arguments[0] + ", hostile payloads");
        Footprint after = Footprint.now();
        Report.tell("live before", before.liveBytes());
        Report.tell("live after", after.liveBytes());
        Report.tell("taken", warming.taken.get() + slow.taken.get());
        Report.tell("out of order", warming.outOfOrder.get() + slow.outOfOrder.get());
        Report.tell("losses", warming.losses.get() + slow.losses.get());
        Report.tell("most bytes", most.get());
    }

    private static void run(Slow slow, StartOptions options, Duration time, String what) throws Exception {
        try (RunningClient client = Slipstream.start(slow, options)) {
            if (!slow.begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing came: " + client.socket());
            }
            Progress progress = new Progress(what, time);
            while (!progress.isOver()) {
                progress.tell(slow.taken.get());
                LockSupport.parkNanos(10_000_000);
            }
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Footprint.threadsOfOurs().isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(20_000_000);
        }
    }
}
