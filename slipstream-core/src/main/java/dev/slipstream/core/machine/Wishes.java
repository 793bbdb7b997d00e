package dev.slipstream.core.machine;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Buffer;
import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Facts;
import dev.slipstream.core.Failure;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Telemetry.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The topics that a client means to be joined to, or was, by name. */
final class Wishes {

    private static final int PRUNED_FROM = 2 * Facts.CLOSED_TOPICS_REMEMBERED;

    private final Map<String, Wish> wishes = new SparseMap<>();
    private SparseMap<String, String> retries = SparseMap.none();
    private final Deadlines<Reminder> deadlines;
    private final Dice dice;
    private int pruneAt = PRUNED_FROM;
    private long nextRef = 1;
    private long nextAsking = 1;
    private long nextOrder = 1;

    Wishes(Deadlines<Reminder> deadlines, Dice dice) {
        this.deadlines = deadlines;
        this.dice = dice;
    }

    @Nullable
    Wish find(String topic) {
        return wishes.get(topic);
    }

    /** How many leaves of a topic are on their way. */
    int leaving(String topic) {
        Wish wish = find(topic);
        return wish == null ? 0 : wish.leaving;
    }

    /** The wish for a topic; topics that the facts have forgotten are let go of now and then. */
    Wish of(String topic, Facts facts) {
        if (wishes.size() >= pruneAt) {
            wishes.entrySet()
                    .removeIf(known -> facts.status(known.getKey()) == JoinStatus.NONE
                            && known.getValue().leaving == 0
                            && known.getValue().held.isEmpty());
            pruneAt = Math.max(PRUNED_FROM, 2 * wishes.size());
        }
        return wishes.computeIfAbsent(topic, name -> new Wish());
    }

    /** Takes note of a join that the user wants. */
    void want(Command.JoinTopic join, Facts facts) {
        retries.remove(join.topic());
        Wish wish = of(join.topic(), facts);
        wish.order = nextOrder++;
        wish.params = join.params();
        wish.supplier = wish.supplied;
        wish.supplied = null;
        wish.unused = join.ref();
        rest(wish);
    }

    /** Asks for the params of a join. */
    void ask(String topic, JoinParams supplier, Wish wish, Duration due, Consumer<? super Effect.OfClient> effects) {
        rest(wish);
        wish.asking = nextAsking++;
        wish.overdue = deadlines.set(due, new Reminder.ParamsOverdue(topic, wish.asking));
        effects.accept(new Effect.AskParams(
                wish.asking, supplier, new JoinParams.Attempt(topic, wish.failures + 1, wish.last)));
    }

    /**
     * The frame of a join; its ref is the token's if that was never used.
     *
     * @param timeout of the configuration that it goes out under: when it was wished there may have been none
     */
    Command.JoinTopic join(String topic, Wish wish, Payload params, Duration timeout) {
        Ref ref = wish.unused == null ? new Ref("r" + nextRef++) : wish.unused;
        wish.unused = null;
        rest(wish);
        return new Command.JoinTopic(ref, topic, params, wish.patience(timeout));
    }

    /** The wanted topics that wait for a connection, in the order in which they were wished. */
    List<String> waiting(Facts facts) {
        List<Map.Entry<Long, String>> found = new ArrayList<>();
        facts.forEachTopic((name, topic) -> {
            Wish wish = find(name);
            if (topic.status() == JoinStatus.WANTED && wish != null) {
                found.add(Map.entry(wish.order, name));
            }
        });
        found.sort(Map.Entry.comparingByKey());
        return found.stream().map(Map.Entry::getValue).toList();
    }

    /** Sets the time of the next join. */
    void schedule(
            String topic,
            Wish wish,
            Configuration configuration,
            Duration now,
            Consumer<? super Effect.OfClient> effects) {
        rest(wish);
        Backoff.Window window = configuration.rejoinBackoff().window(Math.max(wish.failures, 1), wish.wasJoined);
        Duration delay = window.at(dice.roll());
        wish.again = deadlines.set(now.plus(delay), new Reminder.JoinAgain(topic));
        effects.accept(new Effect.Report(new Observation.RejoinScheduled(topic, wish.failures, delay)));
    }

    /** The server said ok: if it lasts, what was tried in vain is forgotten. */
    void joined(String topic, Wish wish, Duration now, Duration stablePeriod) {
        rest(wish);
        wish.timeouts = 0;
        wish.last = null;
        wish.stable = deadlines.set(now.plus(stablePeriod), new Reminder.JoinStable(topic));
    }

    /** The connection is gone: nothing is on its way any more, and nothing is joined again before there is a new one. */
    void disconnected(Consumer<String> leftNow) {
        retries.clear();
        wishes.forEach((topic, wish) -> {
            rest(wish);
            for (; wish.leaving > 0; wish.leaving--) {
                leftNow.accept(topic);
            }
        });
    }

    /** The topic closed in a way that is to be retried, once the callback that is told has returned. */
    void retryLater(String topic) {
        retries = retries.with(topic, topic);
    }

    /** Takes the topics that are to be retried, in the order in which they closed. */
    List<String> takeRetries() {
        if (retries.isEmpty()) {
            return List.of();
        }
        List<String> taken = new ArrayList<>(retries.keySet());
        retries.clear();
        return taken;
    }

    /** Keeps a push, if the buffer of its topic has room. */
    @Nullable
    Failure hold(Wish wish, Command.PushMessage push, Duration now) {
        Buffer buffer = wish.buffer;
        if (buffer.messages() == 0) {
            return new Failure.NotJoined(push.topic());
        }
        if (wish.held.size() >= buffer.messages()) {
            return new Failure.Overflow("the buffer of " + push.topic(), buffer.messages());
        }
        if (wish.heldBytes + push.payload().retainedBytes() > buffer.bytes()) {
            return new Failure.Overflow("the bytes in the buffer of " + push.topic(), buffer.bytes());
        }
        Duration expiry = push.timeout() != null && push.timeout().compareTo(buffer.expiry()) < 0
                ? push.timeout()
                : buffer.expiry();
        Duration due = push.timeout() == null ? now.plus(expiry) : now.plus(push.timeout());
        Reminder expired = new Reminder.PushExpired(push.topic(), push.ref());
        wish.held =
                wish.held.with(push.ref(), new Wish.Held(push, due, expiry, deadlines.set(now.plus(expiry), expired)));
        wish.heldBytes += push.payload().retainedBytes();
        return null;
    }

    /** Takes out all that waits for a topic, in order. */
    List<Wish.Held> release(Wish wish) {
        List<Wish.Held> released = new ArrayList<>(wish.held.values());
        released.forEach(waiting -> deadlines.cancel(waiting.expiry()));
        wish.held.clear();
        wish.heldBytes = 0;
        return released;
    }

    /** Takes out one push that has waited too long. */
    Wish.@Nullable Held expire(Wish wish, Ref ref) {
        Wish.Held late = wish.held.remove(ref);
        wish.heldBytes -= late == null ? 0 : late.push().payload().retainedBytes();
        return late;
    }

    /** Takes out all that waits for any topic. */
    List<Wish.Held> releaseAll() {
        List<Wish.Held> released = new ArrayList<>();
        wishes.values().forEach(wish -> released.addAll(release(wish)));
        return released;
    }

    /** Takes back whatever was to come of a wish. */
    void rest(Wish wish) {
        deadlines.cancel(wish.again);
        deadlines.cancel(wish.stable);
        deadlines.cancel(wish.overdue);
        wish.again = null;
        wish.stable = null;
        wish.overdue = null;
        wish.asking = 0;
    }

    @Override
    public String toString() {
        return wishes.toString();
    }
}
