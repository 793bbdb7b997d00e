package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Ref;
import dev.slipstream.core.machine.time.Deadlines;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeats of a connection: the time of the next heartbeat, and the deadline of the reply to the last heartbeat.
 *
 * <p>A heartbeat is due at each multiple of the interval since the connection opened, no matter when replies arrive. A
 * heartbeat is outstanding until its reply arrives. While a heartbeat is outstanding, no other heartbeat is sent. A
 * reply answers the heartbeat with the same ref. The time during which reading is paused does not count toward the
 * timeout of a heartbeat.
 *
 * <p>The server runs {@code join/3} of a channel before it answers a heartbeat that was sent after the join. So an
 * unanswered join delays the reply to a later heartbeat. When the join is answered or times out, the timeout of the
 * heartbeat starts again. A leave does not change the timeout of its join, because the server may still run the join. A
 * join that is sent after a heartbeat cannot delay the reply to this heartbeat. It can only delay the reply to the next
 * heartbeat. The reply to a heartbeat shows that the server has run all joins that were sent before the heartbeat.
 * Therefore a heartbeat on a dead connection fails after at most two timeouts: the timeout of a join that was sent
 * before the heartbeat, and then the timeout of the heartbeat.
 */
final class Heartbeat {

    private static final long NONE = Long.MIN_VALUE;

    private final long interval;
    private final long timeout;
    private final Deadlines<ConnectionTimer> deadlines;
    private long opened;
    private @Nullable Ref out;
    private long sentAt;
    private long order;
    /** The number of messages sent before the last answered heartbeat. The server has run all joins among them. */
    private long answeredOrder;

    private Deadlines.@Nullable Entry<ConnectionTimer> next;
    private Deadlines.@Nullable Entry<ConnectionTimer> due;
    /**
     * When the last of the joins that ended without an answer times out. Until this time, the server may still run such
     * a join. Joins that were sent after the outstanding heartbeat do not count. {@link #NONE} if no join counts.
     */
    private long busyUntil = NONE;
    /** Like {@link #busyUntil}, but for the joins that were sent after the outstanding heartbeat. */
    private long busyLater = NONE;
    /**
     * The time left until the deadline, if a heartbeat is outstanding and reading is paused; otherwise {@link #NONE}.
     */
    private long leftWhilePaused = NONE;

    private boolean isPaused;

    /** An interval of 0 disables heartbeats. */
    Heartbeat(Duration interval, Duration timeout, Deadlines<ConnectionTimer> deadlines) {
        this.interval = interval.toNanos();
        this.timeout = timeout.toNanos();
        this.deadlines = deadlines;
    }

    /** Returns the disabled heartbeat of a connection that is not open yet or has ended. */
    static Heartbeat none(Deadlines<ConnectionTimer> deadlines) {
        return new Heartbeat(Duration.ZERO, Duration.ZERO, deadlines);
    }

    void begin(long now) {
        opened = now;
        armNext(now);
    }

    /** Schedules a heartbeat at the next multiple of the interval. Missed multiples are skipped. */
    void armNext(long now) {
        if (interval > 0) {
            long beats = (now - opened) / interval + 1;
            next = deadlines.set(opened + beats * interval, ConnectionTimer.Single.HEARTBEAT_DUE);
        }
    }

    void stop() {
        deadlines.cancel(next);
        deadlines.cancel(due);
        out = null;
        leftWhilePaused = NONE;
    }

    /** Whether a heartbeat is outstanding. */
    boolean isOut() {
        return out != null;
    }

    /**
     * Notes that a heartbeat is sent.
     *
     * @param place the number of messages that the connection sent before the heartbeat
     */
    void sent(long now, Ref ref, long place) {
        out = ref;
        sentAt = now;
        order = place;
        await(now, timeout);
    }

    /** Whether a reply to this ref answers the outstanding heartbeat. */
    boolean isAnsweredBy(String ref) {
        return out != null && out.value().equals(ref);
    }

    void answered() {
        out = null;
        answeredOrder = order;
        busyUntil = busyLater;
        busyLater = NONE;
        leftWhilePaused = NONE;
        deadlines.cancel(due);
        due = null;
    }

    /**
     * Notes that the server answered a join. If the join was sent before the heartbeat, the timeout of the heartbeat
     * starts again now.
     */
    void joinAnswered(long now, Join join) {
        if (out != null && isDelayedBy(join)) {
            await(now, timeout);
        }
    }

    /**
     * Notes that a join ended without an answer, by its timeout or by a leave. Even after a leave, the server may run
     * the join until the join's timeout has passed. If the join was sent before the outstanding heartbeat, the timeout
     * of the heartbeat starts again when the join's timeout has passed. If the join was sent after the heartbeat, it
     * can delay only the reply to the next heartbeat.
     */
    void joinUnanswered(long now, Join join) {
        if (join.order() < answeredOrder) {
            return;
        }
        if (out != null && join.order() > order) {
            busyLater = Math.max(busyLater, join.answerDue());
        } else {
            busyUntil = Math.max(busyUntil, join.answerDue());
        }
        if (leftWhilePaused != NONE && isDelayedBy(join)) {
            leftWhilePaused = Math.max(leftWhilePaused, busyUntil + timeout - now);
        }
    }

    /** Whether the server must run this join before it answers the outstanding heartbeat. */
    private boolean isDelayedBy(Join join) {
        return join.order() >= answeredOrder && join.order() < order;
    }

    /**
     * Decides whether a heartbeat without a reply times out now.
     *
     * @param unanswered the unanswered joins, in the order in which they were sent
     * @return true if the heartbeat timed out; false if a join delays the reply and a new deadline is set
     */
    boolean isOver(long now, Iterable<Join> unanswered) {
        long end = busyUntil + timeout;
        for (Join join : unanswered) {
            if (end <= now && isDelayedBy(join)) {
                end = join.answerDue() + timeout;
            }
        }
        if (end > now) {
            due = deadlines.set(end, ConnectionTimer.Single.HEARTBEAT_OVERDUE);
        }
        return end <= now;
    }

    /** How long ago the outstanding heartbeat was sent. */
    Duration age(long now) {
        return Duration.ofNanos(now - sentAt);
    }

    void pause(long now) {
        isPaused = true;
        if (out != null && due != null) {
            deadlines.cancel(due);
            leftWhilePaused = Math.max(due.at(), busyUntil + timeout) - now;
        }
    }

    void resume(long now) {
        isPaused = false;
        if (leftWhilePaused != NONE) {
            await(now, Math.min(leftWhilePaused, timeout)); // isOver() adds time for unanswered joins
        }
    }

    private void await(long now, long left) {
        deadlines.cancel(due);
        leftWhilePaused = isPaused ? left : NONE;
        due = isPaused ? null : deadlines.set(now + left, ConnectionTimer.Single.HEARTBEAT_OVERDUE);
    }

    @Override
    public String toString() {
        return (out == null ? "none out" : out + " out since " + Duration.ofNanos(sentAt))
                + (busyUntil == NONE ? "" : ", server may be busy until " + Duration.ofNanos(busyUntil))
                + (busyLater == NONE ? "" : ", and later until " + Duration.ofNanos(busyLater))
                + (leftWhilePaused == NONE
                        ? ""
                        : ", " + Duration.ofNanos(leftWhilePaused) + " left when reading resumes");
    }
}
