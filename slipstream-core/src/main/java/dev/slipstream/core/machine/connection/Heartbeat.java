package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Ref;
import dev.slipstream.core.machine.time.Deadlines;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeat of a connection: the time of the next one, and the deadline of the outstanding one.
 *
 * <p>The client sends heartbeats at multiples of the interval since the opening, independent of replies. While one is
 * outstanding, no other is sent. Answers are matched by ref. An earlier join delays the reply, because the server runs
 * its {@code join/3} first. While reading is paused, the deadline does not run.
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
    /** The time left to the deadline while reading is paused and one is outstanding; otherwise {@link #NONE}. */
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

    /** Schedules the next one at the next multiple of the interval; missed ones are skipped. */
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
     * Notes that one is sent.
     *
     * @param place its position among all messages sent
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

    /** Notes that the server answered a join. If that join delayed the reply, the deadline restarts now. */
    void joinAnswered(long now, Join join) {
        if (out != null && join.order() < order) {
            await(now, timeout);
        }
    }

    /**
     * Handles a reply that is late.
     *
     * @param oldest the unanswered join with the longest wait whose deadline is still ahead
     * @return whether the heartbeat timed out; if not, its deadline is now that of the join
     */
    boolean isOver(@Nullable Join oldest) {
        Deadlines.Entry<ConnectionTimer> joinDue = oldest == null || oldest.order() > order ? null : oldest.due();
        if (joinDue == null) {
            return true;
        }
        due = deadlines.set(joinDue.at(), ConnectionTimer.Single.HEARTBEAT_OVERDUE);
        return false;
    }

    /** How long ago the outstanding one was sent. */
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
