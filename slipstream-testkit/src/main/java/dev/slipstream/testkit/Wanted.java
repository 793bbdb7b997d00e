package dev.slipstream.testkit;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an assertion looks for.
 *
 * @param <S> what it returns
 * @param words for messages
 * @param like whether it is the right thing on the right topic
 * @param fits whether it is also right in what it carries
 */
record Wanted<S extends Seen>(Class<S> type, String words, Predicate<? super S> like, Predicate<? super S> fits) {

    /** What nothing is like. */
    static final Wanted<Seen> NOTHING = new Wanted<>(Seen.class, "nothing", seen -> false, Wanted::any);

    static Wanted<Seen.Connect> connect(Predicate<? super Seen.Connect> isOpening) {
        return new Wanted<>(Seen.Connect.class, "connect", Wanted::any, isOpening);
    }

    static Wanted<Seen.Join> join(String topics) {
        return new Wanted<>(Seen.Join.class, "join of " + topics, join -> matches(topics, join.topic()), Wanted::any);
    }

    static Wanted<Seen.Leave> leave(String topics) {
        return new Wanted<>(
                Seen.Leave.class, "leave of " + topics, leave -> matches(topics, leave.topic()), Wanted::any);
    }

    static Wanted<Seen.Push> push(String topics, String events) {
        return new Wanted<>(
                Seen.Push.class,
                "push to " + topics + " of " + events,
                push -> matches(topics, push.topic()) && matches(events, push.event()),
                Wanted::any);
    }

    static Wanted<Seen.Disconnect> disconnect() {
        return new Wanted<>(Seen.Disconnect.class, "disconnect", Wanted::any, Wanted::any);
    }

    /** Asks this, too. */
    Wanted<S> where(String more, Predicate<? super S> condition) {
        return new Wanted<>(type, words + more, like, condition);
    }

    @Nullable
    S match(Seen seen) {
        if (!isLike(seen)) {
            return null;
        }
        S same = type.cast(seen);
        return fits.test(same) ? same : null;
    }

    boolean isLike(Seen seen) {
        return type.isInstance(seen) && like.test(type.cast(seen));
    }

    private static boolean any(Object value) {
        return true;
    }

    /** Names match as they are, or by their beginning where a star stands at the end. */
    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
