package dev.slipstream.core.machine.client;

import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.SparseMap;
import dev.slipstream.core.machine.time.Deadlines;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The user's timers, by key.
 *
 * <p>A timer is only a deadline. The message of a timer is not queued before the timer fires, so the message of a
 * replaced or cancelled timer never arrives. The machine fires one timer at a time, and only while no callback runs,
 * because a callback may cancel the next timer. After each timer, the client first takes a message from the mailbox.
 * Otherwise a timer could block the mailbox if its callback takes longer than its period.
 */
final class Timers {

    /** A period of 0 means that the timer fires once. */
    private record Timer(Object key, Object message, long period) {}

    private record Idle(long at, Object message) {}

    /**
     * The timers and their deadlines. The map is not a {@link SparseMap}, so that keys of user code behave the same for
     * one timer and for many. With one entry, a {@link SparseMap} calls {@code equals} but not {@code hashCode} of its
     * key.
     */
    private record Keyed(Map<Object, Deadlines.Entry<Timer>> entries, Deadlines<Timer> deadlines) {

        void cancel(Object key) {
            deadlines.cancel(entries.remove(key));
        }

        void set(Timer timer, long at) {
            cancel(timer.key());
            entries.put(timer.key(), deadlines.set(at, timer));
        }
    }

    /** Null until the first timer is set, because many clients have no timers. */
    private @Nullable Keyed keyed;

    private @Nullable Idle idle;
    /** Whether a timer has fired, so that the client must take a message before the next timer fires. */
    private boolean waitsForMail;

    void after(Operation.SendToSelf.After operation, long now) {
        set(
                new Timer(operation.key(), operation.message(), 0),
                now + operation.delay().toNanos());
    }

    void every(Operation.SendToSelf.Every operation, long now) {
        long period = operation.period().toNanos();
        set(new Timer(operation.key(), operation.message(), period), now + period);
    }

    void cancel(Object key) {
        if (keyed != null) {
            keyed.cancel(key);
        }
    }

    void whenIdle(Operation.SendToSelf.WhenIdle operation, long now) {
        idle = new Idle(now + operation.quiet().toNanos(), operation.message());
    }

    /** Cancels the timer that {@link #whenIdle} set, because the client is not idle. */
    void disturb() {
        idle = null;
    }

    /** Notes that a message was taken or the mailbox is empty: the next timer may fire. */
    void mailTaken() {
        waitsForMail = false;
    }

    /**
     * Takes the message of one due timer; null if there is none. A periodic timer is set to the next multiple of its
     * period, and missed multiples are skipped.
     */
    @Nullable
    Object take(long now) {
        if (waitsForMail || keyed == null) {
            return null;
        }
        long due = keyed.deadlines.next();
        Timer timer = keyed.deadlines.poll(now);
        if (timer == null) {
            return null;
        }
        waitsForMail = true;
        keyed.entries.remove(timer.key());
        if (timer.period() > 0) {
            long missed = (now - due) / timer.period();
            keyed.set(timer, due + timer.period() * (missed + 1));
        }
        return timer.message();
    }

    /** Takes the message of the idle timer, if it is due. */
    @Nullable
    Object takeIdle(long now) {
        if (idle == null || idle.at() > now) {
            return null;
        }
        Object message = idle.message();
        idle = null;
        return message;
    }

    /** The time at which the next timer is due; {@link Deadlines#NEVER} if there is none. */
    long next() {
        if (waitsForMail) {
            return Deadlines.NEVER;
        }
        long next = keyed == null ? Deadlines.NEVER : keyed.deadlines.next();
        return idle == null ? next : Math.min(next, idle.at());
    }

    void clear() {
        keyed = null;
        idle = null;
    }

    private void set(Timer timer, long at) {
        Keyed made = keyed == null ? new Keyed(new LinkedHashMap<>(), new Deadlines<>()) : keyed;
        keyed = made;
        made.set(timer, at);
    }

    @Override
    public String toString() {
        return (keyed == null ? "[]" : keyed.deadlines.toString())
                + (idle == null ? "" : ", idle at " + Duration.ofNanos(idle.at()))
                + (waitsForMail ? ", mail first" : "");
    }
}
