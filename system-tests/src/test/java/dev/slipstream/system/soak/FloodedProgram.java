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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes messages more slowly than they come: a transport, an address and a number of seconds. Its mailbox holds a thousand,
 * and its heap would not hold a minute's.
 */
final class FloodedProgram {

    static final int BOUND = 1000;

    /** The most that a message of the flood weighs in the mailbox. */
    static final long HEAVIEST = 1200;

    /** What a mailbox counts for a message beside what it holds of its frame. */
    static final long OVERHEAD = 64;

    /** What a message takes: a thousand and no more each second. */
    private static final long EACH_NANOS = 1_000_000;

    private static final long PATIENCE_SECONDS = 60;

    private FloodedProgram() {}

    private static final class Slow implements SlipstreamClient {

        private final String uri;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final AtomicLong next = new AtomicLong();
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
            if (payload.as(Drop.class).number() != next.getAndIncrement()) {
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
            }
            return socket;
        }
    }

    record Drop(long number, String filling) {}

    /** The most that ever waited, and how often reading paused. */
    private static final class Gauge implements Telemetry {

        private final AtomicLong events = new AtomicLong();
        private final AtomicLong bytes = new AtomicLong();
        private final AtomicLong pauses = new AtomicLong();

        @Override
        public void observed(Observation observation) {
            if (observation instanceof Observation.QueuesMeasured measured) {
                events.accumulateAndGet(measured.events(), Math::max);
                bytes.accumulateAndGet(measured.bytes(), Math::max);
            } else if (observation instanceof Observation.ReadingPaused) {
                pauses.incrementAndGet();
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        Slow slow = new Slow(arguments[1]);
        Gauge gauge = new Gauge();
        StartOptions options = Transports.options(arguments[0]).toBuilder()
                .telemetry(gauge)
                .maxMessages(BOUND)
                .maxBytes(16 << 20)
                .build();
        try (RunningClient client = Slipstream.start(slow, options)) {
            if (!slow.begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing came: " + client.socket());
            }
            Progress progress = new Progress(
                    arguments[0] + ", messages at ten times what is taken",
                    Duration.ofSeconds(Long.parseLong(arguments[2])));
            while (!progress.isOver()) {
                progress.tell(slow.next.get());
                LockSupport.parkNanos(10_000_000);
            }
            Report.tell("live", Footprint.now().liveBytes());
        }
        Report.tell("taken", slow.next.get());
        Report.tell("out of order", slow.outOfOrder.get());
        Report.tell("losses", slow.losses.get());
        Report.tell("most events", gauge.events.get());
        Report.tell("most bytes", gauge.bytes.get());
        Report.tell("pauses", gauge.pauses.get());
    }
}
