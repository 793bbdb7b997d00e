package dev.slipstream.system.soak;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Telemetry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A program with a client that handles messages more slowly than they arrive. The client's mailbox holds 1,000
 * messages. The heap of the JVM is too small for all messages of one minute. Arguments: transport, URI, seconds.
 */
final class FloodedProgram {

    static final int BOUND = 1000;

    /** The most bytes that the mailbox counts for a message of the server. */
    static final long HEAVIEST = 1200;

    /** The bytes that a mailbox counts for each message in addition to its frame. */
    static final long OVERHEAD = 64;

    /** The time that the client spends on each message. It handles at most 1,000 messages per second. */
    private static final long EACH_NANOS = 1_000_000;

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private FloodedProgram() {}

    record Drop(long number, String filling) {}

    /** Records the largest queue sizes and the number of reading pauses. */
    private static final class QueueMaximum implements Telemetry {

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
        SlowClient slow = new SlowClient(
                arguments[1], EACH_NANOS, payload -> payload.as(Drop.class).number());
        QueueMaximum maximum = new QueueMaximum();
        StartOptions options = Transports.options(arguments[0]).toBuilder()
                .telemetry(maximum)
                .maxMessages(BOUND)
                .maxBytes(16 << 20)
                .build();
        try (RunningClient client = Slipstream.start(slow, options)) {
            if (!slow.firstMessage.await(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("no message arrived: " + client.socket());
            }
            SoakProgress progress = new SoakProgress(
                    arguments[0] + ", ten times more messages than are handled",
                    Duration.ofSeconds(Long.parseLong(arguments[2])));
            // Continues until reading was paused at least once. On a busy machine, it takes longer to fill the mailbox.
            long end = System.nanoTime() + TIMEOUT.toNanos();
            while (!progress.isOver() || (maximum.pauses.get() == 0 && System.nanoTime() < end)) {
                progress.update(slow.handled.get());
                LockSupport.parkNanos(10_000_000);
            }
            ProgramReport.print("live", Footprint.now().liveBytes());
        }
        ProgramReport.print("handled", slow.handled.get());
        ProgramReport.print("out of order", slow.outOfOrder.get());
        ProgramReport.print("losses", slow.losses.get());
        ProgramReport.print("most events", maximum.events.get());
        ProgramReport.print("most bytes", maximum.bytes.get());
        ProgramReport.print("pauses", maximum.pauses.get());
    }
}
