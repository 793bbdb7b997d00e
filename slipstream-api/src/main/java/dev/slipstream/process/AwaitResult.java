package dev.slipstream.process;

import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import java.time.Duration;

/**
 * The result of an await.
 *
 * @param <E> the type of the awaited event
 */
public sealed interface AwaitResult<E> {

    /** The awaited event arrived, and was taken from the mailbox. */
    record Found<E>(E event) implements AwaitResult<E> {}

    /**
     * The awaited event cannot arrive any more. If the await was in a callback, a later callback receives the event
     * that ended the await.
     */
    record Ended<E>(Event by) implements AwaitResult<E> {}

    /** Too many other events arrived first. */
    record Overflowed<E>(Failure.Overflow failure) implements AwaitResult<E> {}

    /** The awaited event did not arrive in time. */
    record TimedOut<E>(Duration after) implements AwaitResult<E> {}

    /** The thread was interrupted. */
    record Interrupted<E>() implements AwaitResult<E> {}
}
