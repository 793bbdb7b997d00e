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
record Expectation<S extends ClientAction>(
        Class<S> type, String words, Predicate<? super S> like, Predicate<? super S> fits) {

    /** What nothing is like. */
    static final Expectation<ClientAction> NOTHING =
            new Expectation<>(ClientAction.class, "nothing", seen -> false, Expectation::any);

    static Expectation<ClientAction.Connect> connect(Predicate<? super ClientAction.Connect> isOpening) {
        return new Expectation<>(ClientAction.Connect.class, "connect", Expectation::any, isOpening);
    }

    static Expectation<ClientAction.Join> join(String topics) {
        return new Expectation<>(
                ClientAction.Join.class, "join of " + topics, join -> matches(topics, join.topic()), Expectation::any);
    }

    static Expectation<ClientAction.Leave> leave(String topics) {
        return new Expectation<>(
                ClientAction.Leave.class,
                "leave of " + topics,
                leave -> matches(topics, leave.topic()),
                Expectation::any);
    }

    static Expectation<ClientAction.Push> push(String topics, String events) {
        return new Expectation<>(
                ClientAction.Push.class,
                "push to " + topics + " of " + events,
                push -> matches(topics, push.topic()) && matches(events, push.event()),
                Expectation::any);
    }

    static Expectation<ClientAction.Disconnect> disconnect() {
        return new Expectation<>(ClientAction.Disconnect.class, "disconnect", Expectation::any, Expectation::any);
    }

    /** Asks this, too. */
    Expectation<S> where(String more, Predicate<? super S> condition) {
        return new Expectation<>(type, words + more, like, condition);
    }

    @Nullable
    S match(ClientAction seen) {
        if (!isLike(seen)) {
            return null;
        }
        S same = type.cast(seen);
        return fits.test(same) ? same : null;
    }

    boolean isLike(ClientAction seen) {
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
