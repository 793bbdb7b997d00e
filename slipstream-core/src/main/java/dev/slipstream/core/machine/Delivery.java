package dev.slipstream.core.machine;

import dev.slipstream.core.Event;
import dev.slipstream.core.From;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import java.util.function.UnaryOperator;

/** Something that a callback is to be told, and so which callback. */
public sealed interface Delivery {

    /** To {@code init}. */
    record Init() implements Delivery {}

    /** To {@code handleEvent}, and through it to the callback of the event. */
    record OfEvent(Event event) implements Delivery {}

    /** To {@code handleOutcome}: how a request ended. */
    record Outcome(Object tag, Reply reply) implements Delivery {}

    /** To {@code handleInfo}. */
    record Info(Object message) implements Delivery {}

    /** To {@code handleCast}. */
    record Cast(Object message) implements Delivery {}

    /** To {@code handleCall}. */
    record Call(From<?> from, Object message) implements Delivery {}

    /** To {@code handleContinue}. */
    record Continue(Object message) implements Delivery {}

    /** To a function from outside, which is run as a callback. */
    record Run(UnaryOperator<Socket> step) implements Delivery {}

    /** To {@code handleFailure}: a callback threw. */
    record OfFailure(Throwable thrown, Delivery cause) implements Delivery {}

    /** To {@code terminate}. */
    record Terminate(StopReason reason) implements Delivery {}
}
