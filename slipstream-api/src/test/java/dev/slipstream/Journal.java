package dev.slipstream;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/** What callbacks note, for the test's thread to wait for and to read. */
final class Journal {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();

    void note(Object line) {
        lines.add(line.toString());
        unread.add(line.toString());
    }

    /** Waits until this line was noted; lines before it count as read. */
    void expect(String line) {
        String next = FakeTransports.polled(unread, "noted nothing more before " + line + ": " + lines);
        while (!next.equals(line)) {
            next = FakeTransports.polled(unread, "noted nothing more before " + line + ": " + lines);
        }
    }

    List<String> lines() {
        return lines;
    }

    /** Polls until this holds, for 10 s at most. */
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
