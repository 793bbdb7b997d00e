package dev.slipstream.system.soak;

import dev.slipstream.system.OwnJvm;
import java.time.Duration;
import java.util.Locale;

/** Prints the progress of a long run every 10 s: the finished work, its rate and the remaining time. */
final class SoakProgress {

    /** The start of each line. */
    static final String MARK = OwnJvm.ALOUD + "soak: ";

    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final String what;
    private final long start = System.nanoTime();
    private final long total;
    private long lastPrinted = start;

    SoakProgress(String what, Duration total) {
        this.what = what;
        this.total = total.toNanos();
    }

    boolean isOver() {
        return System.nanoTime() - start >= total;
    }

    /** Returns whether less than this part of the time has passed, such as 0.1 for a tenth. */
    boolean isBefore(double part) {
        return System.nanoTime() - start < total * part;
    }

    /** Prints a line if the last one is old enough. */
    void update(long done) {
        long now = System.nanoTime();
        if (now - lastPrinted >= PERIOD.toNanos()) {
            lastPrinted = now;
            System.out.println(line(done, now - start));
        }
    }

    private String line(long done, long nanos) {
        double seconds = nanos / 1e9;
        return String.format(
                Locale.ROOT,
                "%s%s, %d done, %.0f/s, %.0f s left",
                MARK,
                what,
                done,
                done / seconds,
                Math.max(0, (total - nanos) / 1e9));
    }
}
