package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Ref;
import dev.slipstream.core.machine.time.Deadlines;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeats of a connection: the time of the next heartbeat, and the deadline of the reply to the last one.
 *
 * <p>A heartbeat is due at each multiple of the interval since the connection opened, no matter when replies arrive. A
 * heartbeat is outstanding until its reply arrives. While a heartbeat is outstanding, no other heartbeat is sent. A
 * reply is matched by its ref. While reading is paused, the deadline does not run.
 *
 * <p>The server runs {@code join/3} before it answers a later heartbeat. So the deadline of the reply is not earlier than
 * the deadline of any unanswered join that was sent before the heartbeat. Each answer to such a join gives the reply a
 * whole new deadline, and so does the timeout of the last of them, because the server may still run it. A join that is
 * sent after the heartbeat never moves the deadline. So a dead link is found at the latest when the timeout of a join
 * that was sent before the heartbeat, and then the timeout of the heartbeat, have passed.
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
    private Deadlines.@Nullable Entry<ConnectionTimer> next;
    private Deadlines.@Nullable Entry<ConnectionTimer> due;
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
     * @param place the position of the heartbeat among all messages sent
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
        leftWhilePaused = NONE;
        deadlines.cancel(due);
        due = null;
    }

    /** Notes that the server answered a join. If the join was sent before the heartbeat, the deadline restarts now. */
    void joinAnswered(long now, Join join) {
        if (out != null && join.order() < order) {
            await(now, timeout);
        }
    }

    /**
     * Notes that a join, or its leave, ended without an answer to the join. If it was the last of the joins that were
     * sent before the heartbeat, the deadline restarts now. This happens at most once for each heartbeat.
     *
     * @param oldest the oldest join that is still unanswered
     */
    void joinUnanswered(long now, Join join, @Nullable Join oldest) {
        if (out != null && join.order() < order && !isDelayedBy(oldest)) {
            await(now, timeout);
        }
    }

    private boolean isDelayedBy(@Nullable Join join) {
        return join != null && join.order() < order;
    }

    /**
     * Decides whether a late reply is a timeout.
     *
     * @param oldest the oldest unanswered join
     * @return whether the heartbeat timed out; if not, the heartbeat now has the deadline of this join
     */
    boolean isOver(@Nullable Join oldest) {
        Deadlines.Entry<ConnectionTimer> joinDue = oldest == null || !isDelayedBy(oldest) ? null : oldest.due();
        if (joinDue == null) {
            return true;
        }
        due = deadlines.set(joinDue.at(), ConnectionTimer.Single.HEARTBEAT_OVERDUE);
        return false;
    }

    /** How long ago the outstanding heartbeat was sent. */
    Duration age(long now) {
        return Duration.ofNanos(now - sentAt);
    }

    void pause(long now) {
        isPaused = true;
        if (out != null && due != null) {
            deadlines.cancel(due);
            leftWhilePaused = due.at() - now;
        }
    }

    void resume(long now) {
        isPaused = false;
        if (leftWhilePaused != NONE) {
            await(now, leftWhilePaused);
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
                + (leftWhilePaused == NONE
                        ? ""
                        : ", " + Duration.ofNanos(leftWhilePaused) + " left when reading resumes");
    }
}
