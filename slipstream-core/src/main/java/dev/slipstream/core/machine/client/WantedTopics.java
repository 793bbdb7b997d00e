package dev.slipstream.core.machine.client;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Ref;
import dev.slipstream.core.machine.SparseMap;
import dev.slipstream.core.machine.time.Deadlines;
import dev.slipstream.core.machine.time.Jitter;
import dev.slipstream.core.state.SocketState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The topics that a client wants to be joined, or once wanted, by name; it owns their rejoin timers and buffers. */
final class WantedTopics {

    private static final int PRUNED_FROM = 2 * SocketState.CLOSED_TOPICS_REMEMBERED;

    private final Map<String, WantedTopic> topics = new SparseMap<>();
    private SparseMap<String, String> retries = SparseMap.none();
    private final Deadlines<ClientTimer> deadlines;
    private final Jitter jitter;
    private int pruneAt = PRUNED_FROM;
    private long nextRef = 1;
    private long nextAsking = 1;
    private long nextOrder = 1;

    WantedTopics(Deadlines<ClientTimer> deadlines, Jitter jitter) {
        this.deadlines = deadlines;
        this.jitter = jitter;
    }

    @Nullable
    WantedTopic find(String topic) {
        return topics.get(topic);
    }

    /** How many leaves of a topic are unanswered. */
    int leaving(String topic) {
        WantedTopic wanted = find(topic);
        return wanted == null ? 0 : wanted.leaving;
    }

    /**
     * Returns the entry of a topic, made on demand. From time to time it removes entries that the socket state has
     * forgotten.
     */
    WantedTopic of(String topic, SocketState state) {
        if (topics.size() >= pruneAt) {
            topics.entrySet()
                    .removeIf(known -> state.status(known.getKey()) == JoinStatus.NONE
                            && known.getValue().leaving == 0
                            && known.getValue().held.isEmpty());
            pruneAt = Math.max(PRUNED_FROM, 2 * topics.size());
        }
        return topics.computeIfAbsent(topic, name -> new WantedTopic());
    }

    /** Records a join that the user wants. */
    void recordJoin(Command.JoinTopic join, SocketState state) {
        retries.remove(join.topic());
        WantedTopic wanted = of(join.topic(), state);
        wanted.order = nextOrder++;
        wanted.params = join.params();
        wanted.supplier = wanted.nextSupplier;
        wanted.nextSupplier = null;
        wanted.unusedRef = join.ref();
        cancelTimers(wanted);
    }

    /** Asks for the params of a join. */
    void askParams(
            String topic,
            JoinParams supplier,
            WantedTopic wanted,
            Duration due,
            Consumer<? super ClientEffect> effects) {
        cancelTimers(wanted);
        wanted.asking = nextAsking++;
        wanted.paramsTimer = deadlines.set(due, new ClientTimer.ParamsOverdue(topic, wanted.asking));
        effects.accept(new ClientEffect.AskParams(
                wanted.asking,
                supplier,
                new JoinParams.Attempt(topic, wanted.failures + 1, Optional.ofNullable(wanted.lastFailure))));
    }

    /**
     * Makes the join command. It uses the ref that a socket allotted, if that was never sent.
     *
     * @param timeout of the current configuration: there may have been none when the user wanted the join
     */
    Command.JoinTopic join(String topic, WantedTopic wanted, Payload params, Duration timeout) {
        Ref ref = wanted.unusedRef == null ? new Ref("r" + nextRef++) : wanted.unusedRef;
        wanted.unusedRef = null;
        cancelTimers(wanted);
        return new Command.JoinTopic(ref, topic, params, wanted.joinTimeout(timeout));
    }

    /** The wanted topics that wait for a connection, in the order in which they became wanted. */
    List<String> waiting(SocketState state) {
        List<Map.Entry<Long, String>> found = new ArrayList<>();
        state.forEachTopic((name, topic) -> {
            WantedTopic wanted = find(name);
            if (topic.status() == JoinStatus.WANTED && wanted != null) {
                found.add(Map.entry(wanted.order, name));
            }
        });
        found.sort(Map.Entry.comparingByKey());
        return found.stream().map(Map.Entry::getValue).toList();
    }

    /** Sets the time of the next join. */
    void schedule(
            String topic,
            WantedTopic wanted,
            Configuration configuration,
            Duration now,
            Consumer<? super ClientEffect> effects) {
        cancelTimers(wanted);
        Backoff.Window window = configuration.rejoinBackoff().window(Math.max(wanted.failures, 1), wanted.wasJoined);
        Duration delay = window.at(jitter.next());
        wanted.rejoinTimer = deadlines.set(now.plus(delay), new ClientTimer.JoinAgain(topic));
        effects.accept(new ClientEffect.Report(new Observation.RejoinScheduled(topic, wanted.failures, delay)));
    }

    /** Records that the server accepted the join. Earlier failures are forgotten after the stable period. */
    void joined(String topic, WantedTopic wanted, Duration now, Duration stablePeriod) {
        cancelTimers(wanted);
        wanted.timeouts = 0;
        wanted.lastFailure = null;
        wanted.stableTimer = deadlines.set(now.plus(stablePeriod), new ClientTimer.JoinStable(topic));
    }

    /**
     * Cancels all timers and ends all leaves, because the connection has ended. Topics are rejoined on the next
     * connection.
     */
    void disconnected(Consumer<String> leftNow) {
        retries.clear();
        topics.forEach((topic, wanted) -> {
            cancelTimers(wanted);
            for (; wanted.leaving > 0; wanted.leaving--) {
                leftNow.accept(topic);
            }
        });
    }

    /** Records that the topic is to be rejoined after the callback has returned. */
    void retryLater(String topic) {
        retries = retries.with(topic, topic);
    }

    /** Removes and returns the topics to rejoin, in the order in which they closed. */
    List<String> takeRetries() {
        if (retries.isEmpty()) {
            return List.of();
        }
        List<String> taken = new ArrayList<>(retries.keySet());
        retries.clear();
        return taken;
    }

    /** Buffers a push if the topic's buffer has room; returns the failure if not. */
    @Nullable
    Failure hold(WantedTopic wanted, Command.PushMessage push, Duration now) {
        PushBuffer buffer = wanted.buffer;
        if (buffer.messages() == 0) {
            return new Failure.NotJoined(push.topic());
        }
        if (wanted.held.size() >= buffer.messages()) {
            return new Failure.Overflow("the buffer of " + push.topic(), buffer.messages());
        }
        if (wanted.heldBytes + push.payload().retainedBytes() > buffer.bytes()) {
            return new Failure.Overflow("the bytes in the buffer of " + push.topic(), buffer.bytes());
        }
        Duration expiry = push.timeout() != null && push.timeout().compareTo(buffer.expiry()) < 0
                ? push.timeout()
                : buffer.expiry();
        Duration due = push.timeout() == null ? now.plus(expiry) : now.plus(push.timeout());
        ClientTimer expired = new ClientTimer.PushExpired(push.topic(), push.ref());
        wanted.held = wanted.held.with(
                push.ref(), new WantedTopic.HeldPush(push, due, expiry, deadlines.set(now.plus(expiry), expired)));
        wanted.heldBytes += push.payload().retainedBytes();
        return null;
    }

    /** Removes and returns the buffered pushes of a topic, in order. */
    List<WantedTopic.HeldPush> release(WantedTopic wanted) {
        List<WantedTopic.HeldPush> released = new ArrayList<>(wanted.held.values());
        released.forEach(waiting -> deadlines.cancel(waiting.expiry()));
        wanted.held.clear();
        wanted.heldBytes = 0;
        return released;
    }

    /** Removes and returns one buffered push that has expired. */
    WantedTopic.@Nullable HeldPush expire(WantedTopic wanted, Ref ref) {
        WantedTopic.HeldPush late = wanted.held.remove(ref);
        wanted.heldBytes -= late == null ? 0 : late.push().payload().retainedBytes();
        return late;
    }

    /** Removes and returns the buffered pushes of all topics. */
    List<WantedTopic.HeldPush> releaseAll() {
        List<WantedTopic.HeldPush> released = new ArrayList<>();
        topics.values().forEach(wanted -> released.addAll(release(wanted)));
        return released;
    }

    /** Cancels the timers of a topic and its pending question to the supplier. */
    void cancelTimers(WantedTopic wanted) {
        deadlines.cancel(wanted.rejoinTimer);
        deadlines.cancel(wanted.stableTimer);
        deadlines.cancel(wanted.paramsTimer);
        wanted.rejoinTimer = null;
        wanted.stableTimer = null;
        wanted.paramsTimer = null;
        wanted.asking = 0;
    }

    @Override
    public String toString() {
        return topics.toString();
    }
}
