package dev.slipstream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Lines recorded by callbacks. The test's thread waits for them and reads them. */
final class Journal {

    /** The longest wait for an expected line or condition. Only a failing test waits that long. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();

    void note(Object line) {
        lines.add(line.toString());
        unread.add(line.toString());
    }

    /** Waits for this line, and skips the lines before it. */
    void expect(String line) {
        String next = FakeTransports.polled(unread, "the line " + line + " did not follow; all lines: " + lines);
        while (!next.equals(line)) {
            next = FakeTransports.polled(unread, "the line " + line + " did not follow; all lines: " + lines);
        }
    }

    List<String> lines() {
        return lines;
    }

    /** Waits until the latch is open. */
    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the latch was not opened within " + PATIENCE);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Polls a condition until it holds. */
    static void eventually(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }
}
