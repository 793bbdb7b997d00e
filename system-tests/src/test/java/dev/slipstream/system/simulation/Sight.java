package dev.slipstream.system.simulation;

import dev.slipstream.core.Event;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.Callback;
import dev.slipstream.core.state.SocketState;
import dev.slipstream.testkit.simulation.NetworkEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that a run saw, in the order of happening: what invariants judge. */
public sealed interface Sight {

    /**
     * A callback began.
     *
     * @param state those that its socket has
     */
    record Began(Callback callback, SocketState state) implements Sight {}

    /** A callback ended, by a throw if there is one. */
    record Ended(Callback callback, @Nullable Throwable thrown) implements Sight {}

    /** The letters that a callback returns, or posts before it waits. */
    record Applied(List<Operation> operations) implements Sight {}

    /** A callback that waited took this event. */
    record Awaited(Event event) implements Sight {}

    /** Something happened on the network. */
    record Net(NetworkEvent moment) implements Sight {}

    /** The client told its telemetry. */
    record Noted(Observation observation) implements Sight {}

    /** The library logged a line, or a listener did that writes down all it hears; it is no part of the history. */
    record Logged(String line) implements Sight {}

    /** The test did something from outside, or a trouble of its own took effect. */
    record Outside(String what) implements Sight {}
}
