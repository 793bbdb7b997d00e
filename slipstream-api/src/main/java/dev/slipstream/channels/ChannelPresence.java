package dev.slipstream.channels;

import dev.slipstream.core.Event;
import dev.slipstream.core.presence.PresenceChange;
import dev.slipstream.core.presence.PresenceEntry;
import dev.slipstream.core.presence.PresenceUpdate;
import dev.slipstream.core.presence.Presences;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Who is present on a channel: a view that follows the server's {@code presence_state} and {@code presence_diff}.
 *
 * <pre>{@code
 * lobby.presence().onChange(change -> draw(change.key(), change.after()));
 * }</pre>
 *
 * <p>A state is the whole list; a diff has the presences that joined and left. The view waits for a state after each
 * join, and then applies the diffs; {@link Presences} has the rules. After a lost connection the last list stays
 * readable and is {@linkplain Presences#isStale stale}; the next state causes changes only for the differences from
 * this list. After the channel was left, the last list also stays readable, and the leave causes no changes.
 *
 * <p>Handlers run on the client process, like the handlers of the channel. In a handler, {@link #list} already returns
 * the new list. Handlers that {@link Channel#on} registered for the same events run after the handlers of the view. If
 * a handler throws, the exception is logged and reported to telemetry. The other handlers still run. All handlers, also
 * the one that threw, are called for the remaining changes of the state or diff. Any thread may read the list.
 *
 * <p>Phoenix does not send a state by itself: the app pushes it, usually in {@code handle_info(:after_join, ...)}. If
 * no state arrives within 10 s after a join, the client reports one problem for this join. If the view was made after
 * the join, the 10 s begin with the view, and the report says that the view was made too late. A later state is still
 * applied. The client also reports diffs that it dropped because too many waited for the state, and malformed parts of
 * messages.
 */
public final class ChannelPresence {

    /** How long after a join the client waits for a state before it reports a problem. */
    private static final Duration STATE_PATIENCE = Duration.ofSeconds(10);

    /** The message that a timer sends to the client when a state is late. It is also the key of this timer. */
    record Deadline(ChannelPresence presence) {}

    private final ClientAccess client;
    private final String stateEvent;
    private final Handlers<PresenceChange> changes;
    private final Handlers<Presences> syncs;
    private final Deadline deadline = new Deadline(this);
    /** Written by the client process only. */
    private volatile Presences view;
    /** Whether this view was made after the join, so that it may have missed the state of this join. */
    private volatile boolean isLate;

    /** Makes a view that no event has changed yet. */
    ChannelPresence(Presences view, String stateEvent, ClientAccess client) {
        this.view = view;
        this.isLate = view.status() == Presences.Status.WAITING;
        this.stateEvent = stateEvent;
        this.client = client;
        this.changes = new Handlers<>("presence onChange handler", view.topic(), client);
        this.syncs = new Handlers<>("presence onSync handler", view.topic(), client);
    }

    /**
     * Calls a handler for each key that joined, left or changed. The change has the entry before and after. A state or
     * a diff causes at most one change for each key. A handler that is registered later misses earlier changes;
     * register it before {@link Channel#join}, or read {@link #list} first.
     */
    public Registration onChange(Consumer<? super PresenceChange> handler) {
        return changes.add(handler);
    }

    /**
     * Calls a handler after each state or diff that was applied, even if nothing changed. It runs after the handlers of
     * {@link #onChange}. A program that draws the whole list needs only this handler.
     */
    public Registration onSync(Runnable handler) {
        Objects.requireNonNull(handler, "handler");
        return syncs.add(synced -> handler.run());
    }

    /** All entries, in order of arrival. */
    public List<PresenceEntry> list() {
        return view.list();
    }

    /** The results of the chooser for all entries, in order of arrival. */
    public <T> List<T> list(Function<? super PresenceEntry, ? extends T> chooser) {
        return view.list(chooser);
    }

    /** The entry with this key, if the key is present. */
    public Optional<PresenceEntry> find(String key) {
        return view.find(key);
    }

    /** The current list as an immutable value, with the status of the view and its counts. */
    public Presences snapshot() {
        return view;
    }

    @Override
    public String toString() {
        return "ChannelPresence[" + view + "]";
    }

    // --- called by the client process -------------------------------------------------------------------------------

    /** Applies an event of the client, and calls the handlers of the changes. */
    void accept(Event event) {
        if (event instanceof Event.TopicJoinSucceeded) {
            isLate = false;
        }
        Presences before = view;
        PresenceUpdate update = before.apply(event);
        view = update.presences();
        reportDrops(before, view);
        update.changes().forEach(changes::call);
        if (update.synced()) {
            syncs.call(view);
        }
    }

    /**
     * Corrects a new view, because the channel may have been joined or lost while another thread made the view. Returns
     * whether the view waits for a state.
     *
     * @param empty the view of a channel that is not joined
     */
    boolean begin(boolean isJoined, Presences empty) {
        if (isJoined && view.status() == Presences.Status.IDLE) {
            view = view.joined();
            isLate = true;
        } else if (!isJoined && view.status() == Presences.Status.WAITING) {
            view = empty;
        }
        return view.status() == Presences.Status.WAITING;
    }

    Deadline deadline() {
        return deadline;
    }

    static Duration statePatience() {
        return STATE_PATIENCE;
    }

    /** Reports that no state has arrived in time, if the view still waits for one. */
    void overdue(boolean isJoined) {
        if (!isJoined || view.status() != Presences.Status.WAITING) {
            return;
        }
        if (isLate) {
            client.report(
                    "late presence view of " + view.topic(),
                    "the presence view of " + view.topic() + " was made after the join, and no " + stateEvent
                            + " arrived within " + STATE_PATIENCE.toSeconds()
                            + " s after that: the view may have missed it; call presence() before join()");
        } else {
            client.report(
                    "no " + stateEvent + " on " + view.topic(),
                    "no " + stateEvent + " arrived on " + view.topic() + " within " + STATE_PATIENCE.toSeconds()
                            + " s of the join: check that the app pushes Presence.list(socket) as " + stateEvent
                            + " after the join, or name another event with presence(stateEvent, diffEvent)");
        }
    }

    private void reportDrops(Presences before, Presences after) {
        if (after.droppedDiffs() > 0 && before.droppedDiffs() == 0) {
            client.report(
                    "dropped presence diffs of " + view.topic(),
                    "too many presence diffs of " + view.topic() + " wait for " + stateEvent
                            + ", and the oldest are dropped: check that the app pushes " + stateEvent
                            + " after the join");
        }
        long malformed = after.malformedParts() - before.malformedParts();
        if (malformed > 0) {
            client.report(
                    "malformed presences of " + view.topic(),
                    "a presence message of " + view.topic() + " has " + malformed + " malformed part(s), which have no"
                            + " effect: check that the app sends " + stateEvent + " in the form of Phoenix.Presence");
        }
    }
}
