package dev.slipstream.core.machine.client;

import dev.slipstream.core.Event;
import dev.slipstream.core.Observation;

/** Describes exceptions of callbacks. */
final class CallbackFailures {

    private CallbackFailures() {}

    /** Reports a payload that did not fit the type that a callback decoded it to. */
    static Observation mismatch(Callback of, Throwable thrown) {
        String detail = String.valueOf(thrown.getMessage());
        return of instanceof Callback.OfEvent(Event.MessageReceived(var topic, var event, var payload))
                ? new Observation.PayloadMismatched(of.callback(), topic, event, detail)
                : new Observation.PayloadMismatched(of.callback(), "", "", detail);
    }

    /** Whether the JVM itself failed. If so, no callback may decide to continue. */
    static boolean isFatal(Throwable thrown) {
        return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
    }
}
