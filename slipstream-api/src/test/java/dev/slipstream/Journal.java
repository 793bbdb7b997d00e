package dev.slipstream;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/** Lines recorded by callbacks. The test's thread waits for them and reads them. */
final class Journal {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();

    void note(Object line) {
        lines.add(line.toString());
        unread.add(line.toString());
    }

    /** Waits for this line, and skips the lines before it. */
    void expect(String line) {
        String next = FakeTransports.polled(unread, "noted nothing more before " + line + ": " + lines);
        while (!next.equals(line)) {
            next = FakeTransports.polled(unread, "noted nothing more before " + line + ": " + lines);
        }
    }

    List<String> lines() {
        return lines;
    }

    /** Polls a condition for up to 10 s. */
    static void eventually(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within 10 s: " + what);
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }
}
