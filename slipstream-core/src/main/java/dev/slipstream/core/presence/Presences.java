package dev.slipstream.core.presence;

import dev.slipstream.core.Event;
import dev.slipstream.core.Payload;
import dev.slipstream.core.TopicCloseReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The presences of one topic: an immutable view that follows the server's {@code presence_state} and
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
 * <p>A state is {@code {"ann": {"metas": [{"phx_ref": "F1a"}], "user": {...}}}}. A diff is
 * {@code {"joins": {...}, "leaves": {...}}}, where both sides have the shape of a state. After a join the view waits for
 * a state. Diffs that come earlier are queued, and applied after it; above {@link #MAX_QUEUED_DIFFS} or
 * {@link #MAX_QUEUED_BYTES} the oldest are dropped. After a lost connection the last list stays readable and is
 * {@linkplain #isStale stale}; nobody leaves until the next state, whose changes are the real differences.
 *
 * <p>The app pushes the state, usually after the join; Phoenix does not. If none comes, the view waits for ever: the
 * holder of the view decides how long that may take. A message of an earlier join of the topic never gets here, because
 * the connection drops and counts it.
 *
 * <p>Nothing that a server sends makes these methods throw. Malformed parts have no effect and are
 * {@linkplain #malformedParts counted}. Thread-safe, because it is immutable; so are the entries. The time for a diff
 * depends on its size and on the metas of the keys that it names. It grows only with the logarithm of the number of
 * keys.
 *
 * <p>Follows {@code presence.js} and {@code presence.ex} of Phoenix.
 */
public final class Presences {

    /** The event of states, unless the view names another: {@code presence_state}. */
    public static final String STATE_EVENT = "presence_state";

    /** The event of diffs, unless the view names another: {@code presence_diff}. */
    public static final String DIFF_EVENT = "presence_diff";

    /** How many diffs wait for a state: 1,000. */
    public static final int MAX_QUEUED_DIFFS = 1_000;

    /** The memory that these diffs may retain: 1 MiB. */
    public static final int MAX_QUEUED_BYTES = 1 << 20;

    /** What a view waits for. */
    public enum Status {
        /** The topic is not joined: not yet, or not any more. */
        IDLE,
        /** The topic is joined, and no state has come since. */
        WAITING,
        /** A state has come, and each diff is applied at once. */
        SYNCED,
        /**
         * The topic was left, the server ended its channel, or the server refused the join. If the topic is joined
         * again, the view waits again.
         */
        CLOSED
    }

    private final Frames frames;
    private final Status status;
    private final boolean isStale;
    private final OrderedEntries entries;
    private final DiffQueue queue;
    private final long malformedParts;

    /** The messages that a view reads. */
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

    /** Returns an empty view of a topic that is not joined yet. For a topic that is, use {@link #joined} too. */
    public static Presences of(String topic) {
        return of(topic, STATE_EVENT, DIFF_EVENT);
    }

    /**
     * Returns an empty view that reads other events, for an app that renames them.
     *
     * @throws IllegalArgumentException if both events are equal
     */
    public static Presences of(String topic, String stateEvent, String diffEvent) {
        if (stateEvent.equals(diffEvent)) {
            throw new IllegalArgumentException("states and diffs of " + topic + " have the same event " + stateEvent
                    + ": name two different events");
        }
        return new Presences(
                new Frames(topic, stateEvent, diffEvent), Status.IDLE, false, OrderedEntries.NONE, DiffQueue.EMPTY, 0);
    }

    /**
     * Returns this view as it is after the ok reply to a join: it waits for a state, and has no queued diffs. Use it
     * for a view that is made when the topic is already joined; otherwise {@link #apply} does this.
     */
    public Presences joined() {
        return new Presences(frames, Status.WAITING, hasOldList(), entries, DiffQueue.EMPTY, malformedParts);
    }

    /**
     * Applies an event of the client. Takes every event; one that does not concern this view changes nothing.
     *
     * <p>States and diffs before the ok reply to the join have no effect, because the state to come holds what they
     * say. A refusal closes the view; if a {@link dev.slipstream.core.ReconnectPolicy} joins again, the ok reply opens
     * it.
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
     * Applies a state at once, whatever the status is, and then the queued diffs. For apps that send the state in
     * another way, such as in the reply to the join. A view that waits is synced then. A payload that is not a JSON
     * object has no effect and is counted.
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
     * Applies a diff at once, whatever the status is. For apps that send diffs in another way. A payload that is not a
     * JSON object has no effect and is counted.
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

    /** What the view waits for. */
    public Status status() {
        return status;
    }

    /** Whether the list is that of an earlier join, and the server may have changed it since. */
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

    /** The entry with a key. */
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

    /** A value chosen from each entry, in order of arrival. */
    public <T> List<T> list(Function<? super PresenceEntry, ? extends T> chooser) {
        List<T> chosen = new ArrayList<>(size());
        entries.forEach(entry -> chosen.add(chooser.apply(entry)));
        return Collections.unmodifiableList(chosen);
    }

    /** How many diffs wait for the state; at most {@link #MAX_QUEUED_DIFFS}. */
    public int queuedDiffs() {
        return queue.size();
    }

    /** How many diffs were dropped since the last join because too many waited for the state. */
    public long droppedDiffs() {
        return queue.dropped();
    }

    /** How many parts of messages were malformed, and had no effect, since this view was made. */
    public long malformedParts() {
        return malformedParts;
    }

    /** Prints the topic, the status and counts. */
    @Override
    public String toString() {
        return "Presences[topic=" + frames.topic + ", status=" + status + ", size=" + size() + "]";
    }

    private PresenceUpdate received(String event, Payload payload) {
        boolean isJoined = status == Status.WAITING || status == Status.SYNCED;
        if (isJoined && event.equals(frames.stateEvent)) {
            return applyState(payload);
        }
        if (!isJoined || !event.equals(frames.diffEvent)) {
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
