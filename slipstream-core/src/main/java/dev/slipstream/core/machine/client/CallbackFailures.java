package dev.slipstream.core.machine.client;

import dev.slipstream.core.Event;
import dev.slipstream.core.Observation;

/** Classifies exceptions of callbacks. */
final class CallbackFailures {

    private CallbackFailures() {}

    /** Returns the report that a callback could not decode a payload as the type that the callback asked for. */
    static Observation mismatch(Callback callback, Throwable thrown) {
        String detail = String.valueOf(thrown.getMessage());
        return callback instanceof Callback.OfEvent(Event.MessageReceived(var topic, var event, var payload))
                ? new Observation.PayloadMismatched(callback.callback(), topic, event, detail)
                : new Observation.PayloadMismatched(callback.callback(), "", "", detail);
    }

    /** Whether the JVM itself failed. If so, the client stops without a call of {@code handleFailure}. */
    static boolean isFatal(Throwable thrown) {
        return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
    }
}
