package dev.slipstream.system.simulation;

import dev.slipstream.core.Event;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.simulation.NetworkEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened in a run. Invariants check them in their order. */
public sealed interface RunEvent {

    /**
     * A callback began.
     *
     * @param state those that its socket has
     */
    record CallbackStarted(Callback callback, SocketState state) implements RunEvent {}

    /** A callback ended, by a throw if there is one. */
    record CallbackEnded(Callback callback, @Nullable Throwable thrown) implements RunEvent {}

    /** The operations of a callback, applied when it returns or before it waits. */
    record OperationsApplied(List<Operation> operations) implements RunEvent {}

    /** A callback that waited took this event. */
    record EventAwaited(Event event) implements RunEvent {}

    /** Something happened on the network. */
    record OnNetwork(NetworkEvent moment) implements RunEvent {}

    /** The client told its telemetry. */
    record TelemetryObserved(Observation observation) implements RunEvent {}

    /** The library logged a line, or a listener did that writes down all it hears; it is no part of the history. */
    record Logged(String line) implements RunEvent {}

    /** The test did something from outside, or a trouble of its own took effect. */
    record FromOutside(String what) implements RunEvent {}
}
