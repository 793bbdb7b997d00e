package dev.slipstream.core.machine;

import dev.slipstream.core.Ref;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeat of a connection: when the next one is due, and until when the last one must be answered.
 *
 * <p>The cadence is steady: whatever the replies do, heartbeats are due at multiples of the interval since the opening;
 * while one is out no other is sent. Answers are matched by ref. A join that was sent earlier holds the reply back, for
 * the server does nothing else while it runs a {@code join/3}; and what is not read cannot be answered.
 */
final class Heartbeat {

    private final Duration interval;
    private final Duration timeout;
    private final Deadlines<ConnectionTimer> deadlines;
    private long opened;
    private @Nullable Ref out;
    private long sentAt;
    private long order;
    private Deadlines.@Nullable Entry<ConnectionTimer> next;
    private Deadlines.@Nullable Entry<ConnectionTimer> due;
    private @Nullable Duration leftWhilePaused;
    private boolean isPaused;

    /**
     * Makes the heartbeat of a connection that is not open yet.
     *
     * @param interval zero for none
     */
    Heartbeat(Duration interval, Duration timeout, Deadlines<ConnectionTimer> deadlines) {
        this.interval = interval;
        this.timeout = timeout;
        this.deadlines = deadlines;
    }

    /** Returns the heartbeat of a connection that has none, being not opened yet or ended. */
    static Heartbeat none(Deadlines<ConnectionTimer> deadlines) {
        return new Heartbeat(Duration.ZERO, Duration.ZERO, deadlines);
    }

    void begin(Duration now) {
        opened = now.toNanos();
        armNext(now);
    }

    /** Sets when the next one is due: at a multiple of the interval that lies ahead, whatever was missed. */
    void armNext(Duration now) {
        if (!interval.isZero()) {
            long step = interval.toNanos();
            long beats = (now.toNanos() - opened) / step + 1;
            next = deadlines.set(opened + beats * step, ConnectionTimer.Single.HEARTBEAT_DUE);
        }
    }

    /** No more of them. */
    void stop() {
        deadlines.cancel(next);
        deadlines.cancel(due);
        out = null;
        leftWhilePaused = null;
    }

    /** Whether one was sent that is not answered. */
    boolean isOut() {
        return out != null;
    }

    /**
     * Notes that one is sent.
     *
     * @param place by when it is sent, among joins and heartbeats
     */
    void sent(Duration now, Ref ref, long place) {
        out = ref;
        sentAt = now.toNanos();
        order = place;
        await(now, timeout);
    }

    /** Whether a reply to this ref is the answer that is waited for. */
    boolean isAnsweredBy(String ref) {
        return out != null && out.value().equals(ref);
    }

    void answered() {
        out = null;
        leftWhilePaused = null;
        deadlines.cancel(due);
        due = null;
    }

    /** Notes that the server answered a join: if that held the reply back, the reply has its time from now on. */
    void joinAnswered(Duration now, Join join) {
        if (out != null && join.order() < order) {
            await(now, timeout);
        }
    }

    /**
     * Looks at a reply that is overdue.
     *
     * @param oldest the join that has waited longest for its answer, of those that are waited for beyond now
     * @return whether the wait is over; if not, the deadline is that of the join now
     */
    boolean isOver(@Nullable Join oldest) {
        Deadlines.Entry<ConnectionTimer> joinDue = oldest == null || oldest.order() > order ? null : oldest.due();
        if (joinDue == null) {
            return true;
        }
        due = deadlines.set(joinDue.at(), ConnectionTimer.Single.HEARTBEAT_OVERDUE);
        return false;
    }

    /** How long the one that is out has been out. */
    Duration age(Duration now) {
        return now.minusNanos(sentAt);
    }

    void pause(Duration now) {
        isPaused = true;
        if (out != null && due != null) {
            deadlines.cancel(due);
            leftWhilePaused = due.at().minus(now);
        }
    }

    void resume(Duration now) {
        isPaused = false;
        if (leftWhilePaused != null) {
            await(now, leftWhilePaused);
        }
    }

    private void await(Duration now, Duration left) {
        deadlines.cancel(due);
        leftWhilePaused = isPaused ? left : null;
        due = isPaused ? null : deadlines.set(now.plus(left), ConnectionTimer.Single.HEARTBEAT_OVERDUE);
    }

    @Override
    public String toString() {
        return (out == null ? "none out" : out + " out since " + Duration.ofNanos(sentAt))
                + (leftWhilePaused == null ? "" : ", " + leftWhilePaused + " left when reading goes on");
    }
}
