package dev.slipstream.testkit;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The client action that an assertion waits for.
 *
 * @param <S> the type of the action, which the assertion returns
 * @param words describes the action in failure messages
 * @param names the condition for the topic and event
 * @param fits the condition for the params, the payload or the state of the connection
 */
record Expectation<S extends ClientAction>(
        Class<S> type, String words, Predicate<? super S> names, Predicate<? super S> fits) {

    /** Matches no action. */
    static final Expectation<ClientAction> NOTHING =
            new Expectation<>(ClientAction.class, "nothing", action -> false, Expectation::any);

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

    /** Adds a condition. */
    Expectation<S> where(String more, Predicate<? super S> condition) {
        return new Expectation<>(type, words + more, names, condition);
    }

    @Nullable
    S match(ClientAction action) {
        if (!isLike(action)) {
            return null;
        }
        S typed = type.cast(action);
        return fits.test(typed) ? typed : null;
    }

    boolean isLike(ClientAction action) {
        return type.isInstance(action) && names.test(type.cast(action));
    }

    private static boolean any(Object value) {
        return true;
    }

    /** Whether the name equals the pattern or, for a pattern with a star, begins with the text before the star. */
    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
