package dev.slipstream.process;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Limits how many lines a log writes. The first line of each cause is written at once. Further lines are counted, and
 * the count is written at most once a minute.
 *
 * <p>There is no timer: the next call writes the counts that are due. If this call logs a line of the same cause, the
 * count becomes a part of the line. Otherwise the count is a line of its own. The number of causes within a minute is
 * limited; all further causes count as one cause. Any thread may call this class.
 */
public final class LogLimit {

    /** The shortest interval between two counts of a cause. */
    public static final Duration PERIOD = Duration.ofMinutes(1);

    /** How many causes are counted separately, unless a log sets another number. */
    static final int MAX_CAUSES = 256;

    private static final String OTHER_CAUSES = "other lines that were not written";
    private static final long PERIOD_NANOS = PERIOD.toNanos();

    private static final class Cause {

        private Level level;
        private long written;
        private long leftOut;

        Cause(Level level, long now) {
            this.level = level;
            this.written = now;
        }

        boolean isDue(long now) {
            return now - written >= PERIOD_NANOS;
        }

        String take(long now) {
            String count = leftOut == 0
                    ? ""
                    : " (" + leftOut + " more in the last "
                            + Duration.ofNanos(now - written).toSeconds() + " s)";
            leftOut = 0;
            written = now;
            return count;
        }
    }

    private final Clock clock;
    private final int maxCauses;
    private final BiConsumer<Level, String> log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Cause> causes = new LinkedHashMap<>();
    /** When the first count is due; {@link Long#MAX_VALUE} if there is no count. */
    private volatile long due = Long.MAX_VALUE;

    /** Makes a limit; {@code log} writes each count that is a line of its own. */
    public LogLimit(Clock clock, BiConsumer<Level, String> log) {
        this(clock, MAX_CAUSES, log);
    }

    /** Makes a limit that counts at most this many causes separately. */
    LogLimit(Clock clock, int maxCauses, BiConsumer<Level, String> log) {
        this.clock = clock;
        this.maxCauses = maxCauses;
        this.log = log;
    }

    /**
     * Writes a line, or counts it.
     *
     * @param cause the name of the cause; a line that reports a count shows this name. The caller must escape and cut
     *     any text of the server in it
     * @param write writes the line; receives the count of omitted earlier lines as text, empty if there are none
     */
    public void line(Level level, String cause, Consumer<String> write) {
        write(lines -> {
            long now = clock.nanos();
            takeDue(now, cause, lines);
            String known = causes.containsKey(cause) || hasRoom(now) ? cause : OTHER_CAUSES;
            Cause its = causes.get(known);
            if (its == null) {
                causes.put(known, new Cause(level, now));
                lines.add(() -> write.accept(""));
            } else if (its.isDue(now)) {
                String count = its.take(now);
                lines.add(() -> write.accept(count));
            } else {
                its.leftOut++;
                its.level = its.level.compareTo(level) < 0 ? level : its.level; // keeps the highest level
                due = Math.min(due, its.written + PERIOD_NANOS);
            }
        });
    }

    /**
     * Writes all counts and forgets all causes, because the client has ended. So the next line of each cause is a first
     * line again, and is written at once. If this line were only counted, its count might never be written, because
     * there may be no later call.
     */
    public void writeAll() {
        write(lines -> {
            long now = clock.nanos();
            causes.forEach((name, cause) -> {
                if (cause.leftOut > 0) {
                    String line = name + cause.take(now);
                    lines.add(() -> log.accept(cause.level, line));
                }
            });
            causes.clear();
            due = Long.MAX_VALUE;
        });
    }

    /** Writes the counts that are due. Costs nothing while there are no counts. */
    public void writeDue() {
        if (due == Long.MAX_VALUE) {
            return;
        }
        write(lines -> takeDue(clock.nanos(), "", lines));
    }

    /** Collects lines under the lock, then writes them without the lock, because a handler of the log may block. */
    private void write(Consumer<List<Runnable>> collect) {
        List<Runnable> lines = new ArrayList<>(1);
        lock.lock();
        try {
            collect.accept(lines);
        } finally {
            lock.unlock();
        }
        lines.forEach(Runnable::run);
    }

    /** Collects the counts that are due, except the count of the cause whose line is about to be written. */
    private void takeDue(long now, String exceptOf, List<Runnable> lines) {
        if (now < due) {
            return;
        }
        long next = Long.MAX_VALUE;
        for (Map.Entry<String, Cause> entry : causes.entrySet()) {
            Cause cause = entry.getValue();
            if (cause.leftOut > 0 && cause.isDue(now) && !entry.getKey().equals(exceptOf)) {
                String line = entry.getKey() + cause.take(now);
                lines.add(() -> log.accept(cause.level, line));
            } else if (cause.leftOut > 0 && !cause.isDue(now)) {
                next = Math.min(next, cause.written + PERIOD_NANOS);
            }
        }
        due = next;
    }

    private boolean hasRoom(long now) {
        if (causes.size() >= maxCauses) {
            causes.values().removeIf(cause -> cause.leftOut == 0 && cause.isDue(now));
        }
        return causes.size() < maxCauses;
    }
}
