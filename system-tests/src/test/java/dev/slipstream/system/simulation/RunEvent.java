package dev.slipstream.system.simulation;

import dev.slipstream.PushFailedException;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Reply;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.simulation.NetworkEvent;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event of a run. Invariants check all events in order. */
public sealed interface RunEvent {

    /**
     * A callback started.
     *
     * @param state the state of its socket
     */
    record CallbackStarted(Callback callback, SocketState state) implements RunEvent {}

    /** A callback returned or threw. */
    record CallbackEnded(Callback callback, @Nullable Throwable thrown) implements RunEvent {}

    /** The operations of a callback were applied, because the callback returned or is about to wait. */
    record OperationsApplied(List<Operation> operations) implements RunEvent {}

    /** A {@code Session} in a callback waited for this event and got it. */
    record EventAwaited(Event event) implements RunEvent {}

    /**
     * A thread pushes a message and waits for room in the outbound queue.
     *
     * @param id the number in the payload
     * @param outside true if another thread pushes, false if a session in a callback does
     */
    record PushWaits(int id, boolean outside, Duration timeout) implements RunEvent {}

    /** The wait of a push ended. */
    record PushEnded(int id, PushOutcome outcome) implements RunEvent {}

    /** The outcome that the pushing thread received. */
    enum PushOutcome {
        SENT,
        NOT_SENT,
        /** Not sent, because the timeout passed. */
        TIMED_OUT,
        /** The thread was interrupted, or the client ended. */
        UNKNOWN;

        static PushOutcome of(PushFailedException failed) {
            if (failed.maybeSent()) {
                return UNKNOWN;
            }
            return failed.failure() instanceof Failure.TimedOut ? TIMED_OUT : NOT_SENT;
        }
    }

    /**
     * A thread waits for a join.
     *
     * @param timeout the limit of the whole wait; null if there is none
     */
    record JoinAwaited(int id, String topic, @Nullable Duration timeout) implements RunEvent {}

    /** The wait for a join ended. */
    record JoinWaitEnded(int id, JoinOutcome outcome) implements RunEvent {}

    /** The outcome of a wait for a join. */
    enum JoinOutcome {
        JOINED,
        NOT_JOINED,
        /** The thread cancelled its wait. */
        CANCELLED
    }

    /**
     * Another thread makes a request.
     *
     * @param id the number in the payload
     */
    record RequestMade(int id, Duration timeout) implements RunEvent {}

    /** The stage of a request of another thread completed. */
    record RequestEnded(int id, Reply reply) implements RunEvent {}

    /**
     * The client asks the supplier of join params.
     *
     * @param id the number in the params that this call of the supplier gives, unless it fails
     */
    record ParamsAsked(String topic, int id) implements RunEvent {}

    /** The client handles a request to stop, which another thread may have made earlier. */
    record StopTaken() implements RunEvent {}

    /** A network event occurred. */
    record OnNetwork(NetworkEvent event) implements RunEvent {}

    /** The client reported an observation. */
    record TelemetryObserved(Observation observation) implements RunEvent {}

    /** The library or {@code LoggerTelemetry} logged a line. Such events are not part of the history. */
    record Logged(String line) implements RunEvent {}

    /** An event of a program with channel handles. No {@link Invariant} gets it. */
    record OfProgram(ProgramEvent event) implements RunEvent {}

    /** The test acted from outside of the client, or a fault of the app took effect. */
    record FromOutside(String what) implements RunEvent {}
}
