package dev.slipstream.process;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Event;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.client.ClientInput;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread-safe part of a client process. Other threads add mail, that is, inputs of the client. New mail wakes the
 * process, or its await.
 */
final class ClientInbox implements ConnectionOwner, DeadlineTimer.Owner {

    private static final AtomicIntegerFieldUpdater<ClientInbox> JOIN_CALLERS =
            AtomicIntegerFieldUpdater.newUpdater(ClientInbox.class, "joinCallers");

    private final Mailbox mailbox;
    private final Telemetry telemetry;
    private final PendingCalls calls;
    private final SessionRefs refs = new SessionRefs();
    private final boolean isScript;
    private final Clock clock;
    private final Supplier<String> who;
    /**
     * The log of this client, made when its first line is written. If two threads make a log at the same time, each log
     * limits only its own lines, so one line too many may be written.
     */
    private volatile @Nullable SafeLog log;

    private final Drain drain;
    private volatile Waiters.@Nullable Waiter waiter;
    private volatile @Nullable Throwable failure;
    /** Why the process has ended; null until then. */
    private volatile @Nullable StopReason ended;
    /** How many callers wait for joins. */
    @SuppressWarnings("UnusedVariable") // its updater reads it
    private volatile int joinCallers;

    /** Makes an inbox. The worker takes the mail, except in a script, where the awaits take the mail. */
    ClientInbox(
            ClientProcess.Settings settings,
            Mailbox mailbox,
            Telemetry telemetry,
            PendingCalls calls,
            Drain.Worker worker,
            Supplier<String> who) {
        this.mailbox = mailbox;
        this.telemetry = telemetry;
        this.calls = calls;
        this.who = who;
        this.isScript = settings.isScript();
        this.clock = settings.runtime().clock();
        this.drain = new Drain(
                worker, settings.runtime().callbacks(), settings.runtime().threads());
    }

    /** Adds mail regardless of the limits. */
    void put(ClientInput input) {
        mailbox.put(input);
        wake();
    }

    /** Adds an input of user code. Returns false if the mailbox is full, or the process has ended. */
    boolean send(ClientInput input) {
        boolean isAccepted = ended == null && mailbox.hasRoom();
        if (isAccepted) {
            put(input);
        }
        return isAccepted;
    }

    /** Counts one more caller that waits for a join. At the limit, does not count the caller, and returns false. */
    boolean addJoinCaller(int limit) {
        boolean hasRoom = JOIN_CALLERS.incrementAndGet(this) <= limit;
        if (!hasRoom) {
            removeJoinCaller();
        }
        return hasRoom;
    }

    void removeJoinCaller() {
        JOIN_CALLERS.decrementAndGet(this);
    }

    /** Why the process has ended; null until then. */
    @Nullable
    StopReason ended() {
        return ended;
    }

    /**
     * Asks the process to end. Also gives the executor the draining task again, because the executor may have dropped
     * this task.
     */
    void stop(StopReason reason) {
        mailbox.put(new ClientInput.StopAsked(reason));
        unpark();
        if (!isScript) {
            drain.signalAnew();
        }
    }

    /** Closes the inbox, because the process has ended. Later mail is dropped, and reading never pauses again. */
    void close(StopReason reason) {
        ended = reason;
    }

    // --- for connections --------------------------------------------------------------------------------------------

    @Override
    public void add(Signature.OfEvent event) {
        mailbox.putEvent(event);
        if (isScript && mailbox.isIncomingOverHighWater() && mayBecomeDroppable(event.event())) {
            displaced(mailbox.displaceIncoming(this::isDroppable));
        }
    }

    @Override
    public void add(EventBatch batch, int count, long bytes) {
        mailbox.putBatch(batch, count, bytes);
    }

    /** In a script, one event makes a batch full, because each event may displace an older event in the mailbox. */
    @Override
    public boolean isFullBatch(int count, long bytes) {
        return isScript || mailbox.isFullBatch(count, bytes);
    }

    /**
     * Whether {@link #isDroppable} may become true for this event. If not, the arrival of the event starts no
     * search for droppable events.
     */
    private boolean mayBecomeDroppable(Event event) {
        Ref ref = refOf(event);
        return ref == null ? event instanceof Event.MessageReceived : SessionRefs.isOne(ref);
    }

    /**
     * Whether a script may drop this event while the mailbox exceeds a limit. It may drop messages, and outcomes that
     * no await can wait for.
     */
    boolean isDroppable(Event event) {
        Ref ref = refOf(event);
        return ref == null ? event instanceof Event.MessageReceived : refs.isPast(ref);
    }

    /** If this event is the outcome of a push, returns the ref of the push; otherwise null. */
    private static @Nullable Ref refOf(Event event) {
        return switch (event) {
            case Event.ReplyReceived(var ref, var reply) -> ref;
            case Event.PushFailed(var ref, var failure) -> ref;
            case Event other -> null;
        };
    }

    /** Reports a dropped event to telemetry. Returns whether an event was dropped. */
    boolean displaced(@Nullable Event dropped) {
        Ref ref = dropped == null ? null : refOf(dropped);
        if (ref != null) {
            observed(new Observation.ReplyOrphaned(ref));
        } else if (dropped instanceof Event.MessageReceived(var topic, var name, var payload)) {
            observed(new Observation.MessageDisplaced(topic, name));
        }
        return dropped != null;
    }

    @Override
    public boolean isFull() {
        return mailbox.isOverHighWater() && waiter == null && !isScript && ended == null;
    }

    @Override
    public void wake() {
        unpark();
        if (!isScript) {
            drain.signal();
        }
    }

    @Override
    public void observed(Observation observation) {
        telemetry.observed(observation);
    }

    /**
     * Answers at once, even while a callback blocks, because the callback may be waiting for this answer in a session.
     */
    @Override
    public void answered(Operation.AnswerCaller answer) {
        calls.answer(answer);
        unpark();
    }

    @Override
    public void log(System.Logger.Level level, Connection connection, String place, Throwable thrown) {
        log().limited(level, connection, place, thrown);
    }

    /** Logs the exception of a callback, or only counts it (see {@link LogLimit}). */
    void logOfCallback(String callback, Throwable thrown) {
        log().ofCallback(callback, thrown);
    }

    void logOfUser(String cause, String what, Throwable thrown) {
        log().ofUser(cause, what, thrown);
    }

    /** Called when the process ends: writes the counts of the exceptions that were not logged. */
    void writeCounts() {
        SafeLog made = log;
        if (made != null) {
            made.writeCounts();
        }
    }

    private SafeLog log() {
        SafeLog made = log;
        if (made == null) {
            made = new SafeLog(clock, who);
            log = made;
        }
        return made;
    }

    @Override
    public void failed(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        }
        wake();
    }

    /** The exception with which the executor or the scheduler failed; null if neither has failed. */
    @Nullable
    Throwable failure() {
        Throwable refused = drain.failure();
        return refused == null ? failure : refused;
    }

    /** The next ref for a session. Only the draining thread (see {@link Drain}) may call this. */
    Ref nextSessionRef() {
        return refs.next();
    }

    // --- for awaits -------------------------------------------------------------------------------------------------

    /** Sets the waiter that new mail wakes; null ends the wait. While a waiter is set, reading does not pause. */
    void waits(Waiters.@Nullable Waiter waiter) {
        this.waiter = waiter;
    }

    boolean isAwaited() {
        return waiter != null;
    }

    private void unpark() {
        Waiters.Waiter parked = waiter;
        if (parked != null) {
            parked.unpark();
        }
    }
}
