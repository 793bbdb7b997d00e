package dev.slipstream.process;

import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import java.time.Duration;

/**
 * How an await ended.
 *
 * @param <E> what was awaited
 */
public sealed interface AwaitResult<E> {

    /** It came, and was taken. */
    record Found<E>(E event) implements AwaitResult<E> {}

    /** It cannot come any more; the event that says so stays where it is. */
    record Ended<E>(Event by) implements AwaitResult<E> {}

    /** Too much else came first. */
    record Overflowed<E>(Failure.Overflow failure) implements AwaitResult<E> {}

    /** It did not come in time. */
    record TimedOut<E>(Duration after) implements AwaitResult<E> {}

    /** The thread was interrupted. */
    record Interrupted<E>() implements AwaitResult<E> {}
}
