package dev.slipstream.core.machine;

import dev.slipstream.core.Signature;
import dev.slipstream.core.machine.client.ClientEffect;
import dev.slipstream.core.machine.client.ClientInput;
import dev.slipstream.core.machine.client.ClientMachine;
import dev.slipstream.core.machine.client.ClientSink;
import dev.slipstream.core.machine.connection.ConnectionEffect;
import dev.slipstream.core.machine.connection.ConnectionInput;
import dev.slipstream.core.machine.connection.ConnectionMachine;
import dev.slipstream.core.machine.connection.ConnectionSink;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Gives inputs to the state machines and passes on their effects. Converts times, because the machines use nanoseconds
 * and the tests use durations.
 */
public final class Machines {

    /** Receives the effects of a client machine or a connection machine. */
    private record Sink(Consumer<Object> effects) implements ClientSink, ConnectionSink {

        @Override
        public void emit(Signature.OfCommand command) {
            effects.accept(command);
        }

        @Override
        public void emit(ClientEffect effect) {
            effects.accept(effect);
        }

        @Override
        public void emit(Signature.OfEvent event) {
            effects.accept(event);
        }

        @Override
        public void emit(ConnectionEffect effect) {
            effects.accept(effect);
        }
    }

    private Machines() {}

    public static void accept(ClientMachine machine, Duration now, Object input, Consumer<Object> effects) {
        Sink sink = new Sink(effects);
        switch (input) {
            case Signature.OfEvent event -> machine.accept(now.toNanos(), event, sink);
            case ClientInput other -> machine.accept(now.toNanos(), other, sink);
            default -> throw new IllegalArgumentException("not an input of a client: " + input);
        }
    }

    public static void accept(ConnectionMachine machine, Duration now, Object input, Consumer<Object> effects) {
        Sink sink = new Sink(effects);
        switch (input) {
            case Signature.OfCommand command -> machine.accept(now.toNanos(), command, sink);
            case ConnectionInput other -> machine.accept(now.toNanos(), other, sink);
            default -> throw new IllegalArgumentException("not an input of a connection: " + input);
        }
    }

    /** A deadline as a duration; null if there is none. */
    public static Duration deadline(long nanos) {
        return nanos == Long.MAX_VALUE ? null : Duration.ofNanos(nanos);
    }
}
