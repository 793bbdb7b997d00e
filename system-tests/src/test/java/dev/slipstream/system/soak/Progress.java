package dev.slipstream.system.soak;

import dev.slipstream.system.OwnJvm;
import java.time.Duration;
import java.util.Locale;

/** Prints now and then how far a long run is: what is done, how fast, and how much time is left. */
final class Progress {

    /** How each line begins. */
    static final String MARK = OwnJvm.ALOUD + "soak: ";

    private static final Duration EVERY = Duration.ofSeconds(10);

    private final String what;
    private final long start = System.nanoTime();
    private final long total;
    private long told = start;

    Progress(String what, Duration total) {
        this.what = what;
        this.total = total.toNanos();
    }

    boolean isOver() {
        return System.nanoTime() - start >= total;
    }

    /** Whether less than this part is done: 0.1 for a tenth. */
    boolean isBefore(double part) {
        return System.nanoTime() - start < total * part;
    }

    /** Tells, if it is time to. */
    void tell(long done) {
        long now = System.nanoTime();
        if (now - told >= EVERY.toNanos()) {
            told = now;
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
