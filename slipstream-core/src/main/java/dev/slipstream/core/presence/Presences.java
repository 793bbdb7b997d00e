package dev.slipstream.core.presence;

import dev.slipstream.core.Event;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.Payload;
import dev.slipstream.core.TopicCloseReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The presences of one topic: an immutable view that follows the server's events {@code presence_state} and
 * {@code presence_diff}.
 *
 * <p>Give each event of the client to {@link #apply}, in order, and keep the view that it returns:
 *
 * <pre>{@code
 * PresenceUpdate update = presences.apply(event);
 * presences = update.presences();
 * update.changes().forEach(this::show);
 * }</pre>
 *
 * <p>In a callback client, apply events in {@code handleEvent}, and keep the view in an assign. Decode metas and extras
 * (the other members of an entry, such as {@code user} below) in another callback, such as {@code handleInfo}, because
 * decoding may throw. If a callback throws, the client
 * discards the assigns of that callback. If the callback had applied a state or diff, the view in the assign misses the
 * changes until the next state.
 *
 * <p>A state is {@code {"ann": {"metas": [{"phx_ref": "F1a"}], "user": {...}}}}. A diff is
 * {@code {"joins": {...}, "leaves": {...}}}, where both sides have the shape of a state. After a join the view waits
 * for a state. Diffs that arrive before this state are queued, and applied after it. Above {@link #MAX_QUEUED_DIFFS} or
 * {@link #MAX_QUEUED_BYTES} the oldest queued diffs are dropped.
 *
 * <p>After a lost connection the last list stays readable and is {@linkplain #isStale stale}. The lost connection
 * causes no changes. The next state causes changes only for the keys whose entries differ from the last list.
 *
 * <p>Phoenix does not push the state by itself: the code of the channel pushes the state, usually after the join. The
 * view waits for the state without a time limit, so a program that needs a deadline must set its own. The view never
 * receives a message of an earlier join of the topic, because the client drops and counts such messages.
 *
 * <p>No message of a server makes these methods throw. Malformed parts have no effect and are
 * {@linkplain #malformedParts counted}. Presences and their entries are immutable and therefore thread-safe. The time
 * for a diff depends on the size of the diff and on the number of metas under its keys. It grows only logarithmically
 * with the number of all keys in the list.
 *
 * <p>The rules for states and diffs follow {@code presence.js} and {@code presence.ex} of Phoenix.
 */
public final class Presences {

    /** The server's event for a state, unless the view names another event: {@code presence_state}. */
    public static final String STATE_EVENT = "presence_state";

    /** The server's event for a diff, unless the view names another event: {@code presence_diff}. */
    public static final String DIFF_EVENT = "presence_diff";

    /** How many diffs may wait for a state: 1,000. */
    public static final int MAX_QUEUED_DIFFS = 1_000;

    /** How much memory the diffs that wait for a state may retain: 1 MiB. */
    public static final int MAX_QUEUED_BYTES = 1 << 20;

    /** Whether the topic is joined, and whether the view has a state. */
    public enum Status {
        /** The topic is not joined yet, or its connection or channel was lost. */
        IDLE,
        /** The topic is joined, and no state has arrived since the join. */
        WAITING,
        /** The topic is joined, and a state has arrived. Each diff is applied at once. */
        SYNCED,
        /**
         * The topic was left, the server ended its channel, or the server refused the join. If the topic is joined
         * again, the status becomes {@link #WAITING}.
         */
        CLOSED
    }

    private final Frames frames;
    private final Status status;
    private final boolean isStale;
    private final OrderedEntries entries;
    private final DiffQueue queue;
    private final long malformedParts;

    /** The topic and the names of the events that a view reads. */
    private record Frames(String topic, String stateEvent, String diffEvent) {}

    private Presences(
            Frames frames,
            Status status,
            boolean isStale,
            OrderedEntries entries,
            DiffQueue queue,
            long malformedParts) {
        this.frames = frames;
        this.status = status;
        this.isStale = isStale;
        this.entries = entries;
        this.queue = queue;
        this.malformedParts = malformedParts;
    }

    /** Returns an empty view of a topic that is not joined yet. */
    public static Presences of(String topic) {
        return of(topic, STATE_EVENT, DIFF_EVENT);
    }

    /**
     * Returns an empty view that reads these events, for an app that renames its presence events.
     *
     * @throws IllegalArgumentException if both events are equal
     */
    public static Presences of(String topic, String stateEvent, String diffEvent) {
        if (stateEvent.equals(diffEvent)) {
            throw new IllegalArgumentException("states and diffs of " + LogSafe.of(topic) + " have the same event "
                    + LogSafe.of(stateEvent) + ": name two different events");
        }
        return new Presences(
                new Frames(topic, stateEvent, diffEvent), Status.IDLE, false, OrderedEntries.NONE, DiffQueue.EMPTY, 0);
    }

    /**
     * Returns this view as it is after the ok reply to a join: it waits for a state, and has no queued diffs.
     * {@link #apply} makes this change itself. Call this method on a new view of a topic that is already joined, so
     * that {@link #status} is right before the next event.
     */
    public Presences joined() {
        return new Presences(frames, Status.WAITING, hasOldList(), entries, DiffQueue.EMPTY, malformedParts);
    }

    /**
     * Applies an event of the client. Accepts every event; an event that does not concern this view changes nothing.
     *
     * <p>The ok reply to the join makes the view {@link Status#WAITING}. If the view is {@link Status#IDLE} or
     * {@link Status#CLOSED}, a message of the topic does the same, because the client delivers only messages of joined
     * topics. The view may miss {@link Event.TopicJoinSucceeded}: an await of a session took the event, or the callback
     * of the event threw. Even then the view follows the topic. If the server refuses the join, the view becomes
     * {@link Status#CLOSED}. If the client joins again later, the ok reply makes the view {@link Status#WAITING}.
     */
    public PresenceUpdate apply(Event event) {
        return switch (event) {
            case Event.ChannelClosed closed -> PresenceUpdate.none(lost());
            case Event.OfTopic other when !other.topic().equals(frames.topic) -> PresenceUpdate.none(this);
            case Event.TopicJoinSucceeded joined -> PresenceUpdate.none(joined());
            case Event.TopicJoinFailed(var topic, var reason) -> PresenceUpdate.none(failed(reason));
            case Event.TopicJoinClosed crashed -> PresenceUpdate.none(lost());
            case Event.TopicLeft left -> PresenceUpdate.none(closed());
            case Event.MessageReceived(var topic, var name, var payload) -> received(name, payload);
            case Event.ChannelConnected unrelated -> PresenceUpdate.none(this);
            case Event.ChannelConnectFailed unrelated -> PresenceUpdate.none(this);
            case Event.ReplyReceived unrelated -> PresenceUpdate.none(this);
            case Event.PushFailed unrelated -> PresenceUpdate.none(this);
            case Event.Internal unrelated -> PresenceUpdate.none(this);
        };
    }

    /**
     * Applies a state at once, whatever the status is, and then the queued diffs. Use this method for apps that send
     * the state in another way, such as in the reply to the join. If the status was {@link Status#WAITING}, it becomes
     * {@link Status#SYNCED}. A payload that is not a JSON object has no effect and is counted as malformed.
     */
    public PresenceUpdate applyState(Payload state) {
        if (!(state instanceof Payload.Json json) || !isObject(json)) {
            return malformed();
        }
        PresenceFold fold = new PresenceFold(entries);
        fold.state(json);
        queue.forEach(fold::diff);
        return folded(fold, status == Status.WAITING ? Status.SYNCED : status, false, queue.emptied());
    }

    /**
     * Applies a diff at once, whatever the status is. Use this method for apps that send diffs in another way. A
     * payload that is not a JSON object has no effect and is counted as malformed.
     */
    public PresenceUpdate applyDiff(Payload diff) {
        if (!(diff instanceof Payload.Json json) || !isObject(json)) {
            return malformed();
        }
        PresenceFold fold = new PresenceFold(entries);
        fold.diff(json);
        return folded(fold, status, isStale, queue);
    }

    /** The topic. */
    public String topic() {
        return frames.topic;
    }

    /** Whether the topic is joined, and whether the view has a state. */
    public Status status() {
        return status;
    }

    /** Whether the list is from an earlier join. The server's list may have changed since that join. */
    public boolean isStale() {
        return isStale;
    }

    /** The number of keys. */
    public int size() {
        return entries.size();
    }

    /** Whether there are no keys. */
    public boolean isEmpty() {
        return size() == 0;
    }

    /** The entry with this key, if the key is present. */
    public Optional<PresenceEntry> find(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /**
     * All entries in order of arrival. A key that changes keeps its place. A key that leaves and returns goes to the
     * end.
     */
    public List<PresenceEntry> list() {
        return list(entry -> entry);
    }

    /** The results of the chooser for all entries, in order of arrival. */
    public <T> List<T> list(Function<? super PresenceEntry, ? extends T> chooser) {
        List<T> chosen = new ArrayList<>(size());
        entries.forEach(entry -> chosen.add(chooser.apply(entry)));
        return Collections.unmodifiableList(chosen);
    }

    /** How many diffs wait for the state; at most {@link #MAX_QUEUED_DIFFS}. */
    public int queuedDiffs() {
        return queue.size();
    }

    /** How many diffs were dropped since the last join, because too many diffs waited for the state. */
    public long droppedDiffs() {
        return queue.dropped();
    }

    /** How many malformed parts of messages had no effect. Counted since {@link #of} made the first view. */
    public long malformedParts() {
        return malformedParts;
    }

    /** Prints the topic, the status and the number of keys. */
    @Override
    public String toString() {
        return "Presences[topic=" + frames.topic + ", status=" + status + ", size=" + size() + "]";
    }

    private PresenceUpdate received(String event, Payload payload) {
        if (status == Status.IDLE || status == Status.CLOSED) {
            return joined().received(event, payload);
        }
        if (event.equals(frames.stateEvent)) {
            return applyState(payload);
        }
        if (!event.equals(frames.diffEvent)) {
            return PresenceUpdate.none(this);
        }
        return status == Status.WAITING ? queued(payload) : applyDiff(payload);
    }

    private PresenceUpdate queued(Payload diff) {
        return diff instanceof Payload.Json json && isObject(json)
                ? PresenceUpdate.none(new Presences(frames, status, isStale, entries, queue.with(json), malformedParts))
                : malformed();
    }

    private PresenceUpdate folded(PresenceFold fold, Status next, boolean staleAfter, DiffQueue rest) {
        List<PresenceChange> changes = fold.changes();
        Presences after =
                new Presences(frames, next, staleAfter, fold.after(changes), rest, malformedParts + fold.malformed());
        return new PresenceUpdate(after, changes, true);
    }

    private PresenceUpdate malformed() {
        return PresenceUpdate.none(new Presences(frames, status, isStale, entries, queue, malformedParts + 1));
    }

    private Presences failed(TopicCloseReason reason) {
        return switch (reason) {
            case TopicCloseReason.JoinRefused refused -> closed();
            case TopicCloseReason.JoinTimedOut retried -> lost();
            case TopicCloseReason.NotSent unsent -> lost();
            case TopicCloseReason.ParamsFailed retried -> lost();
            case TopicCloseReason.Crashed retried -> lost();
            case TopicCloseReason.Ended ended -> closed();
        };
    }

    private Presences lost() {
        return status == Status.IDLE || status == Status.CLOSED ? this : ended(Status.IDLE);
    }

    private Presences closed() {
        return status == Status.CLOSED ? this : ended(Status.CLOSED);
    }

    private Presences ended(Status end) {
        return new Presences(frames, end, hasOldList(), entries, queue.emptied(), malformedParts);
    }

    private boolean hasOldList() {
        return isStale || status == Status.SYNCED || !isEmpty();
    }

    private static boolean isObject(Payload.Json json) {
        return JsonPart.of(json.text()).isObject();
    }
}
