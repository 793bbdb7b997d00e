package dev.slipstream.system.flood;

import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.Telemetry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Records when the n-th message was put into the mailbox. */
final class ArrivalTimes implements Telemetry {

    private final int number;
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicLong at = new AtomicLong();

    ArrivalTimes(int number) {
        this.number = number;
    }

    @Override
    public void observed(Observation observation) {
        if (observation instanceof Span.HandlingSucceeded handled
                && handled.effects().contains("MessageReceived")
                && received.incrementAndGet() == number) {
            at.set(System.nanoTime());
        }
    }

    /** The time from that arrival to the given time; negative if the message arrived later. */
    Duration since(long time) {
        return Duration.ofNanos(time - at.get());
    }
}
